import { nameKey } from '../../src-shared/domain/names.ts';
import type { ReceivedEvent } from '../../src-shared/protocol/events.ts';
import type { Member, RoomInfo } from '../../src-shared/protocol/rooms.ts';

/** Someone by number and name. */
export interface Person {
  id: number;
  name: string;
}

interface Known {
  info: Pick<RoomInfo, 'people'>;
  online: readonly Member[];
  window: { events: readonly ReceivedEvent[] };
}

/** Everyone who may be meant in a room: those who said something lately, its members, and those who are there. */
export function knownPeople({ info, online, window }: Known): Person[] {
  const said = window.events.flatMap((event) => (event.kind === 'message' ? [{ id: event.by, name: event.name }] : []));
  return [...new Map([...said, ...info.people, ...online].map(({ id, name }) => [id, { id, name }])).values()];
}

/** The names that count as a mention, for finding them in a text; `me` is one's own number. */
export interface Names {
  readonly byKey: ReadonlyMap<string, number>;
  readonly me: number | null;
  /** Rooms one knows of, by their names' keys. */
  readonly rooms: ReadonlyMap<string, string>;
}

/** No room is marked in a text. */
export const NO_ROOMS: Names['rooms'] = new Map();

/** The rooms that a text may name, by their names' keys; the old map while it is the same. */
export function roomsByName(rooms: readonly RoomInfo[], before: Names['rooms']): Names['rooms'] {
  const named = rooms.filter(({ kind, archived }) => kind !== 'direct' && !archived);
  const fresh = new Map(named.map(({ id, name }) => [nameKey(name), id]));
  return before.size === fresh.size && [...fresh].every(([key, id]) => before.get(key) === id) ? before : fresh;
}

/** The old names while they are the same, so that no message is drawn anew for nothing. */
export function namesOf(
  people: readonly Person[],
  me: number | null,
  rooms: Names['rooms'],
  before: Names | null,
): Names {
  const byKey = new Map(people.map(({ id, name }) => [nameKey(name), id]));
  const same =
    before?.me === me &&
    before.rooms === rooms &&
    before.byKey.size === byKey.size &&
    [...byKey].every(([key, id]) => before.byKey.get(key) === id);
  return same ? before : { byKey, me, rooms };
}
