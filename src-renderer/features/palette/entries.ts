import { may } from '../../../src-shared/domain/permissions.ts';
import { m } from '../../../src-shared/messages/messages.js';
import type { App } from '../../lib/app.svelte.ts';
import type { HostView } from '../../lib/host-view.svelte.ts';
import { seenOn } from '../direct/people.ts';
import { best } from './rank.ts';
import { SHORTCUTS } from './shortcuts.ts';

/** Something the palette leads to. */
export interface Entry {
  id: string;
  kind: 'room' | 'person' | 'action';
  name: string;
  detail: string;
  unread: number;
  /** The person it is, for their picture. */
  person?: { host: HostView; id: number };
  keys?: string;
  run: () => unknown;
}

/** Rows shown at most. */
const SHOWN = 12;

function roomEntries(app: App): Entry[] {
  return app.hosts.list.flatMap((host) =>
    host.rooms
      .filter(({ info }) => !info.archived && info.kind !== 'direct')
      .map((room) => ({
        id: `${host.id} ${room.id}`,
        kind: 'room' as const,
        name: room.name,
        detail: app.hosts.list.length > 1 ? host.name : room.info.topic,
        unread: room.unread,
        run: () => app.showRoom(host, room),
      })),
  );
}

/** Those one talks with already, and whoever is there to be talked with. Guests without a key cannot be. */
function peopleEntries(app: App): Entry[] {
  return app.hosts.list.flatMap((host) => {
    const known = host.rooms.flatMap((room) => (room.other ? [{ ...room.other, unread: room.unread }] : []));
    const there = seenOn(host)
      .filter(({ id, role }) => id !== host.me?.id && role !== 'guest')
      .map(({ id, name }) => ({ id, name, unread: 0 }));
    const all = new Map([...there, ...known].map((person) => [person.id, person]));
    const detail = app.hosts.list.length > 1 ? host.name : m.palette_message();
    return [...all.values()].map(({ id, name, unread }) => ({
      id: `${host.id} @${String(id)}`,
      kind: 'person' as const,
      name,
      detail,
      unread,
      person: { host, id },
      run: () => app.message(host, id),
    }));
  });
}

function actionEntries(app: App): Entry[] {
  const action = (name: string, run: () => unknown, keys = ''): Entry => {
    return { id: name, kind: 'action', name, detail: '', unread: 0, keys, run };
  };
  const { room } = app;
  const keysOf = (does: () => string): string => SHORTCUTS.find((one) => one.does === does)?.shown ?? '';
  return [
    ...(app.host?.online ? [action(m.common_new_room(), () => (app.dialog = 'new-room'))] : []),
    ...(app.room
      ? [action(m.palette_search_messages(), () => (app.panel = 'search'), keysOf(m.palette_search_messages))]
      : []),
    ...(app.room ? [action(m.app_pinned(), () => (app.panel = 'pins'))] : []),
    ...(app.room ? [action(m.bookmarks_title(), () => (app.panel = 'bookmarks'), keysOf(m.bookmarks_title))] : []),
    ...(room && may(app.host?.me?.role ?? 'guest', 'room.export')
      ? [action(m.export_title({ name: room.name }), () => (app.dialog = 'export'))]
      : []),
    ...(app.desktop ? [action(m.common_connect_by_address(), () => (app.dialog = 'connect'))] : []),
    ...(app.desktop ? [action(m.common_hosting(), () => (app.dialog = 'hosting'))] : []),
    action(app.peopleFolded ? m.palette_show_people() : m.palette_hide_people(), () =>
      app.foldPeople(!app.peopleFolded),
    ),
    action(m.palette_light(), () => app.configure({ appearance: { theme: 'light' } })),
    action(m.palette_dark(), () => app.configure({ appearance: { theme: 'dark' } })),
    action(m.palette_system(), () => app.configure({ appearance: { theme: 'system' } })),
    action(m.palette_contrast(), () => app.configure({ appearance: { contrast: !app.settings.appearance.contrast } })),
    action(m.common_settings(), () => (app.dialog = 'settings'), keysOf(m.common_settings)),
    action(m.palette_shortcuts(), () => (app.dialog = 'shortcuts'), keysOf(m.shortcut_all)),
  ];
}

/** What fits what was typed, the best first; with nothing typed, what is unread and then the rest as it stands. */
export function entries(app: App, typed: string): Entry[] {
  const all = [...roomEntries(app), ...peopleEntries(app), ...actionEntries(app)];
  return best(all, typed, SHOWN, (a, b) => Number(b.unread > 0) - Number(a.unread > 0));
}
