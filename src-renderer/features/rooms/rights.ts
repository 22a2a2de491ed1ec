import { may } from '../../../src-shared/domain/permissions.ts';
import type { Member, RoomInfo } from '../../../src-shared/protocol/rooms.ts';

/** What one is offered to do to a room. The host decides in the end. */
export type RoomRight = 'change' | 'invite' | 'hide' | 'slow' | 'lock' | 'archive' | 'export';

/** What somebody may do to a room, as far as can be told here; that of two people, or one that is archived, can only be kept. */
export function roomRights(
  me: Member | null,
  info: Pick<RoomInfo, 'kind' | 'name' | 'archived' | 'maker'>,
): Set<RoomRight> {
  const role = me?.role ?? 'guest';
  const hidden = info.kind === 'private';
  const fixed = info.kind === 'direct' || info.archived;
  const rights: [RoomRight, boolean][] = [
    ['export', may(role, 'room.export')],
    ['change', !fixed && may(role, 'room.change')],
    ['invite', !fixed && hidden && may(role, 'room.invite')],
    ['hide', !fixed && (may(role, 'room.history') || (hidden && info.maker === me?.id))],
    ['slow', !fixed && may(role, 'room.slow')],
    ['lock', !fixed && may(role, 'room.lock')],
    // Anyone in a private room may archive it; elsewhere it takes a moderator.
    ['archive', !fixed && (hidden || may(role, 'room.archive')) && info.name !== 'general'],
  ];
  return new Set(rights.filter(([, is]) => is).map(([right]) => right));
}
