import { createContext } from 'svelte';
import type { DesktopApi, DesktopInfo } from '../../src-shared/protocol/desktop.ts';
import type { Settings, SettingsPatch } from '../../src-shared/protocol/settings.ts';
import type { HostingStatus } from '../../src-shared/protocol/bridge.ts';
import { refusalFrom } from '../../src-shared/session/pending.ts';
import type { SectionName } from '../features/settings/sections.ts';
import type { Engine } from './engine.svelte.ts';
import { needOf } from './getting-in.ts';
import type { HostView } from './host-view.svelte.ts';
import type { Hosts, Target } from './hosts.svelte.ts';
import type { OwnIdentity } from './identity.ts';
import { Joining } from './joining.svelte.ts';
import type { Keep } from './keep.ts';
import { guestSettings, Preferences } from './preferences.svelte.ts';
import type { RoomView } from './room-view.svelte.ts';
import { failureOf, failureText } from './words.ts';

export type DialogName =
  | 'palette'
  | 'shortcuts'
  | 'new-room'
  | 'edit-room'
  | 'room-people'
  | 'slow-mode'
  | 'room-history'
  | 'export'
  | 'connect'
  | 'trouble'
  | 'manage'
  | 'hosting'
  | 'settings';

export type ManageTab = 'access' | 'invites' | 'waiting' | 'members' | 'bans' | 'log';

/** A person whose card is open, and what it was opened from. */
export interface Card {
  host: HostView;
  person: { id: number; name: string };
  anchor: Element;
}

/** What only the desktop app has. */
export interface Desktop {
  api: DesktopApi;
  engine: Engine;
}

/** The window's own state: who one is, what is shown, what is open. */
export class App {
  readonly keep: Keep;
  readonly hosts: Hosts;
  readonly desktop: Desktop | null;
  /** The host that served this page to a browser guest. */
  readonly home: Target | null;
  /** One's key; null only before the window stands. */
  own = $state.raw<OwnIdentity | null>(null);
  /** Words of another device that are to be used here. */
  linkWords = $state('');

  name: string;
  peopleFolded: boolean;
  readonly preferences: Preferences;
  info = $state.raw<DesktopInfo | null>(null);
  /** Says something the whole window should know, such as settings that could not be kept, in the language spoken then. */
  problem = $state.raw<(() => string) | null>(null);
  dialog = $state<DialogName | null>(null);
  manageTab = $state<ManageTab>('access');
  /** The part of the settings that is shown, or was last. */
  section = $state<SectionName>('profile');
  /** A host that asks something of one before it lets one in. */
  joining = $state.raw<Joining | null>(null);
  /** What stands beside the timeline in the place of a thread or of the people; a drawer where there is little room. */
  panel = $state<'search' | 'pins' | 'bookmarks' | null>(null);
  drawer = $state<'rooms' | 'people' | null>(null);
  /** The window is in front: what is on the screen is seen. */
  attended = $state(true);
  card = $state.raw<Card | null>(null);
  host = $state.raw<HostView | null>(null);
  #roomId = $state('');

  constructor(options: { keep: Keep; hosts: Hosts; desktop: Desktop | null; home: Target | null }) {
    this.keep = options.keep;
    this.hosts = options.hosts;
    this.desktop = options.desktop;
    this.home = options.home;
    this.name = $state(options.keep.name.get());
    this.peopleFolded = $state(options.keep.peopleFolded.get());
    this.preferences = new Preferences(options.desktop?.api.settings ?? guestSettings(options.keep));
  }

  get settings(): Settings {
    return this.preferences.current;
  }

  get room(): RoomView | null {
    return this.host?.room(this.#roomId) ?? null;
  }

  /** Takes up where the last run ended. Settles once what was kept of it can be shown. */
  async resume(): Promise<void> {
    if (this.name === '') return;
    const restored = this.hosts.start();
    const last = this.hosts.byId(this.keep.lastHost.get()) ?? this.hosts.list[0];
    if (last) this.showHost(last);
    await restored;
  }

  rename(name: string): void {
    this.name = name;
    this.hosts.rename(name);
  }

  foldPeople(folded: boolean): void {
    this.peopleFolded = folded;
    this.keep.peopleFolded.set(folded);
  }

  /** The way into a host: shown once it has let one in. */
  wayInto(target: Target): Joining {
    return new Joining(target, async (at, patience) => {
      this.showHost(await this.hosts.join(at, patience));
    });
  }

  /**
   * Joins a host and shows it; where the host asks for something first, a dialog does.
   * @throws Refusal why it could not be joined
   */
  async join(target: Target): Promise<void> {
    const joining = this.wayInto(target);
    await joining.attempt(target);
    if (!joining.failure) return;
    if (needOf(joining.failure.code) === null) throw refusalFrom(joining.failure);
    this.dialog = null;
    this.joining = joining;
  }

  /** Shows a host, at the room last looked at there; its rooms may still be to come. */
  showHost(host: HostView): void {
    if (this.host !== host) this.#roomId = this.keep.lastRooms.get()[host.id] ?? '';
    this.host = host;
    this.drawer = null;
    if (this.room) void this.showRoom(host, this.room);
    else this.settle();
  }

  /** Once a host's rooms are known, one of them is shown: the first time its main one, later none that one has left. */
  settle(): void {
    const { host } = this;
    if (!host?.online || this.room) return;
    const last = this.keep.lastRooms.get()[host.id];
    const room = last === undefined ? host.mainRoom : host.room(last);
    if (room) void this.showRoom(host, room);
  }

  async showRoom(host: HostView, room: RoomView): Promise<void> {
    this.host = host;
    this.#roomId = room.id;
    this.drawer = null;
    if (this.panel === 'pins') this.panel = null;
    this.#remember(host, room.id);
    room.divide();
    if (!room.joined && !room.info.archived && host.online) await this.#enter(host, room);
  }

  #remember(host: HostView, room: string): void {
    this.keep.lastHost.set(host.id);
    this.keep.lastRooms.set({ ...this.keep.lastRooms.get(), [host.id]: room });
  }

  async #enter(host: HostView, room: RoomView): Promise<void> {
    try {
      await room.join();
    } catch (thrown) {
      host.tell(thrown);
    }
  }

  /** This app's own host is joined as soon as it runs, and shown if that is what one was waiting for. */
  async followHosting(status: HostingStatus): Promise<void> {
    const known = this.hosts.ownId;
    // Hosting was on from the start, before one was asked for a name: the one the computer knows will do.
    if (status.state === 'on' && this.keep.name.get() === '' && this.name !== '') this.rename(this.name);
    try {
      const own = await this.hosts.follow(status);
      if (!own || (this.host && own.id === known)) return;
      // On the first screen one switched it on in order to talk, so that is what one gets.
      if (!this.host && this.dialog === 'hosting') this.dialog = null;
      this.showHost(own);
    } catch (thrown) {
      const failure = failureOf(thrown);
      this.problem = () => failureText(failure);
    }
  }

  /** Shows the conversation with one person, made if need be. @throws Refusal */
  async message(host: HostView, member: number): Promise<void> {
    const { id } = await host.session.openDirect(member);
    host.touch(null);
    host.refresh();
    const room = host.room(id);
    if (room) await this.showRoom(host, room);
  }

  /** Opens what moderators look after. */
  manage(host: HostView, tab: ManageTab): void {
    if (this.host !== host) this.showHost(host);
    this.drawer = null;
    this.manageTab = tab;
    this.dialog = 'manage';
  }

  /** Shows a person's card. A drawer it is opened from gives way to it. */
  showCard(host: HostView, person: Card['person'], anchor: Element): void {
    this.drawer = null;
    this.card = { host, person, anchor };
  }

  async leave(room: RoomView): Promise<void> {
    await room.leave();
    const { host } = this;
    if (!host) return;
    this.#roomId = '';
    const next = host.rooms.find((other) => other !== room && other.joined);
    if (next) await this.showRoom(host, next);
    else this.#remember(host, '');
  }

  forget(host: HostView): void {
    this.hosts.forget(host);
    if (this.host !== host) return;
    this.host = null;
    this.#roomId = '';
    const next = this.hosts.list[0];
    if (next) this.showHost(next);
  }

  configure(patch: SettingsPatch): Promise<void> {
    return this.preferences.change(patch);
  }
}

export const [getApp, setApp] = createContext<App>();
