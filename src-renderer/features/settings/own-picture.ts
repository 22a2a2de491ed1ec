import type { App } from '../../lib/app.svelte.ts';

/** Where one's own picture is, to be drawn as the host on the screen shows it; undefined for none. */
export function ownPicture({ hosts, host }: Pick<App, 'hosts' | 'host'>): string | undefined {
  const gone = host !== null && hosts.picture.goneAt(host.id);
  return hosts.picture.data === '' || gone ? undefined : `data:image/jpeg;base64,${hosts.picture.data}`;
}
