import type { HostView } from './host-view.svelte.ts';

/** A message's link: opens the app at that message, or, among guests in a browser, the page they have. */
export function messageLink(host: HostView, room: string, seq: number): string {
  const place = `#${room}/${String(seq)}`;
  if (!window.parley) return new URL(place, `${location.origin}/`).href;
  return `parley://${host.remembered.address}/${place}`;
}

/** Where a link of this host's leads, if it is one. */
export function linkedPlace(hash: string): { room: string; seq: number } | null {
  const [, room, seq] = /^#([0-9a-f-]{36})\/(\d{1,15})$/.exec(hash) ?? [];
  return room === undefined || seq === undefined ? null : { room, seq: Number(seq) };
}
