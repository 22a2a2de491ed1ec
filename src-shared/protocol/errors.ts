import { ALSO, REASONS, type Detail } from './reasons.ts';

/**
 * The one list of what can be refused, and the sentence a person reads for it. Whoever refuses may give a more precise
 * one, of those in `reasons.ts`; the code stays. Codes never change their meaning.
 */
export const REFUSALS = {
  // What was sent could not be read.
  'bad-json': 'That was not JSON. Send one JSON object per frame.',
  'bad-frame': 'A field was missing or of the wrong kind. Update the program that sent it.',
  'unknown-type': 'This host does not know that kind of request. It may be older than your app.',
  'too-large': 'That was too large. Send less at once.',
  'wrong-version': 'This host speaks another version of Parley. Update the older of the two.',
  // Who sent it.
  'not-logged-in': 'Log in first.',
  'already-logged-in': 'This connection is logged in already.',
  'bad-signature': 'The log-in was not signed with that key. Restart the app and try again.',
  'login-timeout': 'The log-in took too long. Try again.',
  'guests-off': 'This host does not let browser guests in. Ask the person hosting to switch them on.',
  'plain-refused': 'This host takes encrypted connections only. Use its parley:// address.',
  misdirected: 'This host does not go by that name. Use its address, or start it with that name as --public-name.',
  'foreign-origin': 'A web page from elsewhere tried to reach this host. That is not allowed.',
  'password-needed': 'This host asks newcomers for a password. Ask the person hosting.',
  'password-wrong': 'That is not the password.',
  'password-wait': 'There were too many wrong tries. Wait a little before the next.',
  'invite-needed': 'This host takes newcomers by invite only. Ask somebody there for one.',
  'invite-invalid': 'This invite is not good any more. Ask for a new one.',
  'approval-pending': 'Somebody there has to let you in. Waiting for them.',
  'turned-away': 'Somebody there has turned you away. Ask the person hosting before you try again.',
  banned: 'You are not welcome on this host at present.',
  kicked: 'A moderator has sent you away. You may come back.',
  'not-allowed': 'You may not do that here. Ask a moderator.',
  muted: 'A moderator has muted you for a while. You can read, but not write.',
  'room-locked': 'This room is locked: only moderators can write in it.',
  'slow-mode': 'This room is in slow mode. Wait a little before your next message.',
  'no-such-ban': 'There is no such ban. It may have been lifted already.',
  'no-such-invite': 'There is no such invite.',
  // What it asked for.
  'name-invalid': 'A name has 1 to 64 characters, none of them invisible.',
  'room-name-taken': 'There is a room of that name already. Choose another name.',
  'topic-invalid': 'A topic has at most 256 characters, none of them invisible.',
  'status-invalid': 'A status has at most 80 characters, none of them invisible.',
  'picture-invalid': 'That is no picture that can be shown here. Choose another one.',
  'no-such-picture': 'There is no such picture any more.',
  'no-such-room': 'There is no such room on this host.',
  'history-hidden':
    'What was said in this room is shown only to those who were in it then. Join it to read what follows.',
  'no-such-event': 'There is no such message in this room.',
  'no-such-member': 'There is no such person on this host.',
  'direct-self': 'A conversation takes two. Choose somebody else.',
  'room-open': 'This room is open to everyone already.',
  'in-room-already': 'They are in this room already.',
  'room-direct': 'A conversation between two stays between them.',
  'no-such-path': 'There is nothing at this address.',
  'room-archived': 'This room is archived: it can be read, but nothing new can be said in it.',
  'room-protected': 'The room "general" always stays.',
  'not-in-room': 'Join the room first.',
  'export-gap': 'The host left out a part of this room, so that the copy would not be whole. Try again.',
  'unknown-command': 'There is no such command. Type /help to see them all, or // to begin a message with a slash.',
  'text-empty': 'There is nothing in this message.',
  'text-too-long': 'A message has at most 8,000 characters. Split it in two.',
  'not-yours': 'Only the person who wrote a message may change it.',
  'message-deleted': 'This message was deleted. Nothing more can be done with it.',
  'forward-changed': 'That message was changed meanwhile. Look at it once more, then forward it.',
  'not-an-emoji': 'A reaction is one emoji. Pick one from the list.',
  'too-many-reactions': 'A message has at most 20 different reactions. Use one that is there already.',
  'too-many-pins': 'A room has at most 50 pinned messages. Unpin one first.',
  'too-many-bookmarks': 'You have 1,000 bookmarks, and no more are kept. Remove one first.',
  'thread-nested': 'A thread cannot start inside another. Reply in the thread you are in.',
  'too-many-mentions': 'A message mentions at most 50 people. Use @room to reach everyone.',
  'search-empty': 'Search for at least one word. Add it to what narrows the search down.',
  'search-long': 'That is too much to search for at once. Use at most 12 words.',
  'search-date': 'Write a date as 2026-11-21, 2026-11 or 2026.',
  'search-operator': 'That is nothing one can search for.',
  'linking-gone': 'There is nothing under these words. They hold for five minutes and work once: show new ones.',
  'linking-damaged': 'What came is not what your other device sent. Show new words there and try again.',
  'linking-words': 'These are not twelve words as your other device shows them. Check each of them.',
  'too-many-linkings': 'Too many devices are being linked here at once. Try again in a few minutes.',
  'id-taken': 'Another event has that id. Send it again under a new one.',
  'method-not-allowed': 'That cannot be done at this address.',
  // How much of it.
  'rate-limited': 'That was too much in too short a time. Wait a moment.',
  'too-many-requests': 'Too many requests are waiting for an answer. Wait for some of them.',
  'too-many-connections': 'Too many connections. Close some, or try later.',
  'too-many-rooms': 'This host has as many rooms as it can hold. Archive some first.',
  'too-many-pictures': 'This host keeps as many pictures as it can. You are shown by your initials.',
  'too-many-members': 'This host has as many members as it can hold.',
  // The host's own trouble.
  'storage-failed': 'The host could not write to its disk. Your message is kept and will be sent again.',
  'host-closing': 'The host is being switched off.',
  internal: 'The host failed at this. It is not your fault.',
  // Reaching a host.
  'address-invalid': 'That is not an address. Try something like 192.168.1.20:9292.',
  'link-invalid': 'This is not a link that Parley can open. Ask for it once more.',
  'code-missing': 'There is no QR code in this picture that can be read. Take it closer and straight on.',
  'picture-removed':
    'Your picture is no longer shown at {name}: a moderator took it away, or you did on another device.',
  'camera-missing': 'No camera was found. Plug one in, or choose a picture of the code.',
  'camera-refused':
    'Parley may not use the camera. Allow it in the settings of the browser or of the system, and try again.',
  'camera-busy': 'The camera does not start; another program may be using it. Close that and try again.',
  'code-foreign': 'This QR code is no invite to a Parley host. Ask for one at the host you want to join.',
  'no-such-name': 'No computer of that name was found on the network.',
  refused: 'That computer answered, but no host is running at that port.',
  'timed-out': 'Nothing answered there. Check the address, and that both are on the same network.',
  unreachable: 'That computer cannot be reached from this network.',
  'not-parley': 'Something answered there, but it is not a Parley host.',
  'key-changed': 'This host has another key than before. It may have been set up anew, or someone may be posing as it.',
  'certificate-untrusted':
    'That server’s certificate is not trusted. If it is a Parley host, use its parley:// address.',
  'host-gone': 'The host went away. Waiting for it; your messages are kept.',
  'not-copied': 'That is not in the copy on this computer. It can be read when the host is there again.',
  // Keeping a file.
  'disk-full': 'The disk is full. Nothing was kept of the file: free some space, or choose another place.',
  'file-unwritable': 'The file cannot be written there. Choose another folder.',
  // Hosting.
  'port-invalid': 'A port is a whole number from 1 to 65535.',
  'port-taken': 'Another program uses that port. Choose another one.',
  'address-unavailable': 'This computer does not have that address.',
  'folder-unwritable': 'The data folder cannot be written to. Choose another one.',
  'folder-in-use': 'Another host is using this data folder. Stop it, or choose another folder.',
  'database-corrupt': 'The history file is damaged or not a Parley database. Restore a copy, or choose another folder.',
  'certificate-damaged':
    'The file with this host’s key is damaged. Restore a copy, or remove it: everyone will be asked to trust the new key.',
  'database-newer': 'The history file was written by a newer Parley. Update this one.',
} as const;

export type RefusalCode = keyof typeof REFUSALS;

export const REFUSAL_CODES = Object.keys(REFUSALS) as [RefusalCode, ...RefusalCode[]];

function put(sentence: string, name: string, value: string): string {
  return sentence.replace(`{${name}}`, value);
}

/** A refusal in English, for whoever has no words of their own: programs, and apps older than its code. */
export function refusalText(code: RefusalCode, { why, name = '', reason = '', until }: Detail = {}): string {
  const told = put(why === undefined ? REFUSALS[code] : REASONS[why], 'name', name);
  const because = reason === '' ? [] : [put(ALSO.reason, 'reason', reason)];
  const end = typeof until === 'number' ? [put(ALSO.until, 'until', `${utc(until)} UTC`)] : [];
  return [told, ...because, ...end].join(' ');
}

function utc(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}

/** Something refused for a reason its cause can act on: a code from the list, and a sentence. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: RefusalCode;
  readonly detail: Detail | undefined;

  constructor(code: RefusalCode, message?: string, options: ErrorOptions & { detail?: Detail | undefined } = {}) {
    super(message ?? refusalText(code, options.detail), options);
    this.code = code;
    this.detail = options.detail;
  }

  /** One that says more than its code does, which its reader's app can say in its own language. */
  static because(code: RefusalCode, detail: Detail, options?: ErrorOptions): Refusal {
    return new Refusal(code, undefined, { ...options, detail });
  }

  /** The refusal as it travels. */
  toJSON(): { code: RefusalCode; message: string; detail?: Detail } {
    const { code, message, detail } = this;
    return { code, message, ...(detail && { detail }) };
  }
}

/** Any thrown value as a refusal; what is not one is `internal`, its text kept from strangers. */
export function asRefusal(thrown: unknown): Refusal {
  return thrown instanceof Refusal ? thrown : new Refusal('internal', undefined, { cause: thrown });
}
