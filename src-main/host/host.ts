import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkName } from '../../src-shared/domain/names.ts';
import type { HostInfo } from '../../src-shared/protocol/login.ts';
import { SqliteStore } from '../store/sqlite/sqlite-store.ts';
import type { Store } from '../store/store.ts';
import { About } from './about.ts';
import { Access } from './access.ts';
import { Buckets } from './bucket.ts';
import { LocalBus } from './bus.ts';
import { Committer } from './committer.ts';
import { ensureCertificate } from './certificate.ts';
import type { HostCore } from './core.ts';
import { Looks } from './looks.ts';
import { LinkBoxes } from './link-boxes.ts';
import { Fanout } from './fanout.ts';
import { StaticFiles } from './http/static.ts';
import { DEFAULT_LIMITS, type HostLimits } from './limits.ts';
import { Listener } from './listener.ts';
import { SILENT, type Log } from './log.ts';
import type { Member } from '../../src-shared/protocol/rooms.ts';
import { Members } from './members.ts';
import { Messages } from './messages.ts';
import { Metrics } from './metrics.ts';
import { Moderation } from './moderation.ts';
import { Reads } from './reads.ts';
import { Receipts } from './receipts.ts';
import { FIRST_ROOM, newId, Rooms } from './rooms.ts';
import { alertModerators } from './session/moderation.ts';
import { Signals } from './signals.ts';

export interface HostOptions {
  /** Folder of the database; made if missing. One host at a time may use it. */
  dataDir: string;
  name: string;
  port: number;
  /** Take the next free port if `port` is taken. */
  nextFreePort?: boolean;
  /** Address to bind; all of them unless given. */
  bind?: string;
  /** Let browser guests and scripts in. */
  guests: boolean;
  /** Names besides its addresses under which browsers may reach the host. */
  publicNames?: readonly string[];
  limits?: Partial<HostLimits>;
  /** Folder of the built web client, served to browser guests. */
  uiDir?: string;
  log?: Log;
}

/** A running host. */
export interface Host {
  readonly id: string;
  readonly name: string;
  readonly port: number;
  /** SHA-256 of its certificate, in base64url: what clients pin. */
  readonly fingerprint: string;
  /** People connected, each counted once, but for those of these keys. */
  online(except?: ReadonlySet<string>): number;
  /** Calls back when `online` changes; returns how to stop that. */
  onChange(listener: () => void): () => void;
  /** Stops: nothing new is accepted, what was acknowledged is on disk, connections are told and closed. */
  close(): Promise<void>;
}

/**
 * Starts a host.
 * @throws Refusal `name-invalid`, `folder-unwritable`, `folder-in-use`, `database-corrupt`, `database-newer`, `port-taken`,
 * `port-invalid`, `address-unavailable`, `storage-failed`
 */
export async function startHost(options: HostOptions): Promise<Host> {
  const name = checkName(options.name);
  const store = new SqliteStore(options.dataDir);
  try {
    return await startOn(store, name, options);
  } catch (thrown) {
    await store.close();
    throw thrown;
  }
}

async function startOn(store: Store, name: string, options: HostOptions): Promise<Host> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const log = options.log ?? SILENT;
  const bus = new LocalBus();
  const metrics = new Metrics();
  const committer = new Committer(store, bus, log, metrics);
  const members = await Members.load(store, limits.members);
  const moderation = await Moderation.load(store.admin, members);
  // Rooms hear of an event before its readers do, so that what they list is never behind what was read.
  const rooms = new Rooms(store, committer, bus, members, limits.rooms);
  const messages = new Messages({ store, committer, rooms, members, moderation });
  const reads = new Reads(store.reads, bus, log);
  const fanout = new Fanout(store, bus, log, limits.readerBytes);
  const signals = new Signals(fanout, rooms);
  const certificate = await ensureCertificate(options.dataDir);
  const info: HostInfo = { id: store.hostId, name, fingerprint: certificate.fingerprint };
  const budgets = {
    events: new Buckets<number>(limits.events),
    signals: new Buckets<number>(limits.signals),
    searches: new Buckets<number>(limits.searches),
    pictures: new Buckets<number>(limits.pictureChanges),
    calls: new Buckets<string>(limits.calls),
  };
  const access = await Access.load(store.admin, members, ({ name }) => {
    alertModerators(core, { what: 'knock', name });
  });
  const changed = (member: Member): void => {
    signals.changed(member);
    for (const connection of members.connectionsOf(member)) connection.tell({ type: 'member', member });
  };
  const about = await About.load(store.about, members, log, changed);
  const looks = await Looks.load(store.looks, members, limits.pictures, changed);
  const receipts = new Receipts({ store, members, about, reads, fanout, log });
  const { guests } = options;
  const publicNames = new Set(options.publicNames);
  const core: HostCore = {
    info,
    guests,
    publicNames,
    limits,
    log,
    metrics,
    store,
    members,
    about,
    looks,
    access,
    moderation,
    rooms,
    messages,
    reads,
    receipts,
    linkBoxes: new LinkBoxes(),
    fanout,
    signals,
    changed,
    budgets,
  };
  await rooms.load();
  await ensureFirstRoom(core);
  const listener = new Listener(core, certificate, webClient(options.uiDir));
  metrics.read({
    connections: () => listener.connections,
    online: () => members.online(),
    // Rooms that are not open to all are nobody's business: not even their number.
    rooms: () => rooms.open().length,
    lagging: () => fanout.lagging,
    open: (room) => rooms.has(room) && rooms.get(room).kind === 'room',
  });
  const port = await listener.listen(options.port, options.bind, options.nextFreePort ?? false);
  committer.indexSoon();
  log.info({ id: info.id, name, port, rooms: rooms.size }, 'host started');
  return {
    id: info.id,
    name,
    port,
    fingerprint: certificate.fingerprint,
    online: (except) => members.online(except),
    onChange: (changed) => members.onChange(changed),
    close: once(async () => {
      const ended = listener.close();
      await committer.close();
      await reads.close();
      await ended;
      about.close();
      receipts.close();
      signals.close();
      await store.close();
      log.info({ id: info.id }, 'host stopped');
    }),
  };
}

/** A new host has a room to talk in. */
async function ensureFirstRoom({ rooms, members }: HostCore): Promise<void> {
  if (rooms.size > 0) return;
  const topic = 'Everyone on this network';
  await rooms.create(await members.own('Parley'), newId(), { name: FIRST_ROOM, topic });
}

function webClient(dir: string | undefined): StaticFiles | null {
  return dir !== undefined && existsSync(join(dir, 'index.html')) ? new StaticFiles(dir) : null;
}

function once(run: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => (running ??= run());
}
