import { placeLink, type LinkedPlace } from '../../src-shared/domain/deep-link.ts';
import type { HostView } from './host-view.svelte.ts';

/** A message's link: opens the app at that message, or, among guests in a browser, the page they have. */
export function messageLink(host: HostView, room: string, seq: number): string {
  if (!window.parley) return new URL(`#${room}/${String(seq)}`, `${location.origin}/`).href;
  const { address, fingerprint } = host.remembered;
  return placeLink(address, { room, seq }, fingerprint);
}

/** Where the address of a guest's page leads, if to a message. */
export function linkedPlace(hash: string): LinkedPlace | null {
  const [, room, seq] = /^#([0-9a-f-]{36})\/(\d{1,15})$/.exec(hash) ?? [];
  return room === undefined || seq === undefined ? null : { room, seq: Number(seq) };
}
