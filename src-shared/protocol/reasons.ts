import { z } from 'zod';

/** Sentences more precise than a refusal's code, in English; `{name}` is put in. Apps say them in their own language. */
export const REASONS = {
  'address-kind': '"{name}" is not a kind of address Parley can open.',
  'address-login': 'An address has no user name or password in it.',
  'address-missing': 'Type an address first, such as 192.168.1.20:9292.',
  'address-spaces': 'An address has no spaces in it.',
  'disk-full': 'The disk of the host is full. What you sent is kept and will be sent again.',
  'disk-read-only': 'The host may not write to its data folder any more. What you sent is kept and will be sent again.',
  'history-damaged': 'The history file of the host is damaged. What you sent is kept and will be sent again.',
  'history-in-use':
    'Another program is using the history file of the host. What you sent is kept and will be sent again.',
  'host-garbled': 'The host sent something that Parley cannot read, so the connection was closed.',
  'host-hung-up': 'That computer hung up before the connection was made. It may be busy, or not a Parley host.',
  'host-other': 'Another host answered at this address. Connect to it under its own name.',
  'host-slow': 'The host stopped reading. Connecting again.',
  'host-tls': 'Something answered there, but not with an encryption that Parley trusts.',
  'link-address': 'The address in this link makes no sense. Ask for it once more.',
  'link-damaged': 'This link is damaged. Ask for it once more.',
  'link-long': 'This link is too long to be one of Parley’s.',
  'link-newer': 'This link leads to nothing this Parley knows. It may be newer.',
  'name-alike': 'That looks too much like “{name}”. Choose another name.',
  'network-closed': 'The system does not let Parley look around on the network. Connect by address instead.',
  'network-none': 'This computer is on no network, so hosts can neither be found nor be seen.',
  'search-has': 'Search for has:link, has:file or has:code.',
  'search-mentions': 'Search for mentions:me.',
} as const;
export type Reason = keyof typeof REASONS;

/** What may be added to a refusal. */
export const ALSO = {
  reason: 'The reason given: {reason}.',
  until: 'It ends {until}.',
} as const;

/** Milliseconds that a host may make one wait before the next try, at most. */
const WAIT_MAX = 60 * 60_000;

/** What a refusal tells besides its code: which reason of the list, whose name, what a moderator gave as a reason, until when, how long. */
export const detail = z.object({
  why: z.enum(Object.keys(REASONS) as [Reason, ...Reason[]]).optional(),
  name: z.string().max(256).optional(),
  /** Another name, of whom something was said. */
  of: z.string().max(256).optional(),
  reason: z.string().max(256).optional(),
  until: z.number().nullable().optional(),
  /** Milliseconds after which trying again has a chance. */
  wait: z.number().min(0).max(WAIT_MAX).optional(),
});
export type Detail = z.infer<typeof detail>;

/** As it arrives: what a newer host tells, and this app does not know, is left out for the sentence beside it. */
export const toldDetail = detail.optional().catch(undefined);
