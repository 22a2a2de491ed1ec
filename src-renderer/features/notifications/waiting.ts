import { levelOf } from '../../../src-shared/domain/notify.ts';
import type { App } from '../../lib/app.svelte.ts';

/** How many messages wait, but for those in rooms one wants to hear nothing of. */
export function waiting({ hosts, settings: { notifications } }: App): number {
  const rooms = hosts.list.flatMap((host) => host.rooms);
  const heard = rooms.filter(({ id, info }) => levelOf(notifications, id, info.kind === 'direct') !== 'none');
  return heard.reduce((sum, room) => sum + room.unread, 0);
}
