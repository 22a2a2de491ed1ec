import type { App } from '../../lib/app.svelte.ts';

/** Where one's own picture is, to be drawn; undefined for none. */
export function ownPicture({ hosts }: Pick<App, 'hosts'>): string | undefined {
  return hosts.picture.data === '' ? undefined : `data:image/jpeg;base64,${hosts.picture.data}`;
}
