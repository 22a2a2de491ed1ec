import type { App } from '../../lib/app.svelte.ts';
import type { HostView } from '../../lib/host-view.svelte.ts';
import type { RoomView } from '../../lib/room-view.svelte.ts';

/** Every room one is in, in the order of the column at the left: of each host its rooms, then those of two. */
export function ownRooms(app: App): { host: HostView; room: RoomView }[] {
  return app.hosts.list.flatMap((host) => {
    const rooms = host.rooms.filter((room) => room.joined && !room.info.archived);
    const two = (room: RoomView): boolean => room.info.kind === 'direct';
    return [...rooms.filter((room) => !two(room)), ...rooms.filter(two)].map((room) => ({ host, room }));
  });
}

/** Shows the next room in a direction, round the end; of those with something unread only, if asked so. */
export function stepRoom(app: App, by: 1 | -1, unread = false): void {
  const all = ownRooms(app);
  const at = all.findIndex(({ room }) => room === app.room);
  for (let i = 1; i <= all.length; i += 1) {
    const to = all.at((Math.max(at, 0) + by * i) % all.length);
    if (!to || (unread && to.room.unread === 0)) continue;
    void app.showRoom(to.host, to.room);
    return;
  }
}
