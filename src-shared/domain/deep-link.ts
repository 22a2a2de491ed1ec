import { Refusal } from '../protocol/errors.ts';
import { roomId } from '../protocol/ids.ts';
import type { Detail } from '../protocol/reasons.ts';
import { parseAddress, type Address } from './address.ts';

/** Characters in a link; nothing Parley makes comes near it. */
export const DEEP_LINK_MAX = 2_048;

/** A place on a host: a room, and a message in it by its place in the room's log. */
export interface LinkedPlace {
  room: string;
  seq: number | null;
}

/**
 * What a `parley://` link asks for: a host, perhaps with an invite to it, and perhaps a place there.
 *
 *     parley://host[:port]/[?invite=...][&fp=...]
 *     parley://host[:port]/room/<room id>[/<seq>][?fp=...]
 */
export interface DeepLink {
  address: Address;
  place: LinkedPlace | null;
}

const SHAPE = /^parley:\/\/(?<authority>[^/?#]+)(?<path>\/[^?#]*)?(?<query>\?[^#]*)?(?:#.*)?$/i;

function invalid(detail: Detail = {}): Refusal {
  return Refusal.because('link-invalid', detail);
}

function placeOf(path: string): LinkedPlace | null {
  if (path === '' || path === '/') return null;
  const [, room = '', seq] = /^\/room\/([0-9a-f-]{36})(?:\/([1-9]\d{0,14}))?\/?$/.exec(path) ?? [];
  if (!roomId.safeParse(room).success) throw invalid({ why: 'link-newer' });
  return { room, seq: seq === undefined ? null : Number(seq) };
}

/**
 * Reads a `parley://` link that came from outside, from a page or a mail by anyone: what is not exactly of the form is
 * refused, and so is an invite or a fingerprint that is damaged, since without it one would be led elsewhere unseen.
 * @throws Refusal `link-invalid` with a sentence for what is wrong
 */
export function parseDeepLink(text: string): DeepLink {
  if (text.length > DEEP_LINK_MAX) throw invalid({ why: 'link-long' });
  if (/[\p{C}\s\\]/u.test(text)) throw invalid();
  const { authority, path = '', query = '' } = SHAPE.exec(text)?.groups ?? {};
  if (authority === undefined) throw invalid();
  const place = placeOf(path);
  const address = addressOf(`parley://${authority}/${query}`);
  const asked = new URLSearchParams(query);
  for (const [name, found] of [['invite', address.invite] as const, ['fp', address.fingerprint] as const]) {
    if (asked.has(name) && found === undefined) throw invalid({ why: 'link-damaged' });
  }
  return { address, place };
}

function addressOf(link: string): Address {
  try {
    return parseAddress(link);
  } catch (cause) {
    throw Refusal.because('link-invalid', { why: 'link-address' }, { cause });
  }
}

/**
 * The link to a message, or to a room: opens the app there, for whoever may see it.
 * @param label the host's `host:port`
 * @param fingerprint of the host's certificate, '' where it has none
 */
export function placeLink(label: string, { room, seq }: LinkedPlace, fingerprint: string): string {
  const at = seq === null ? '' : `/${String(seq)}`;
  return `parley://${label}/room/${room}${at}${fingerprint === '' ? '' : `?fp=${fingerprint}`}`;
}
