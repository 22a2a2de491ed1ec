import type { Clock, CopyStorage, Identity, OutboxStorage, Transport } from '../../src-shared/session/ports.ts';
import { Session } from '../../src-shared/session/session.ts';
import type { Keep, RememberedHost } from './keep.ts';

/** What the hosts need from the window around them. */
export interface HostsOptions {
  keep: Keep;
  transport: Transport;
  identity: Identity;
  outbox: OutboxStorage;
  /** Where what hosts show is kept, to be read without them. */
  copy?: CopyStorage;
  clock: Clock;
  /** Returns what to call to have `flush` run soon, once. */
  schedule: (flush: () => void) => () => void;
}

/** Where to connect: a URL, how a person would say it, and the id that must answer there, if that is known. */
export interface Target {
  url: string;
  address: string;
  id?: string;
  name?: string;
  fingerprint?: string;
  /** What the host may ask of someone new. */
  password?: string;
  invite?: string;
}

/** A session with a host as it is remembered, and as this window keeps things. Not started yet. */
export function openSession(
  { keep, transport, identity, outbox, clock, copy }: HostsOptions,
  { id, url, fingerprint }: RememberedHost,
  { password, invite }: Pick<Target, 'password' | 'invite'>,
): Session {
  const session: Session = new Session({
    url,
    name: keep.name.get(),
    transport,
    identity,
    outbox,
    clock,
    told: {
      get: (host, what) => keep.told(host, what).get(),
      set: (host, what, value) => {
        keep.told(host, what).set(value);
      },
    },
    readMarks: {
      get: (host, room) => keep.readMark(host, room).get(),
      set: (host, room, seq) => {
        keep.readMark(host, room).set(seq);
      },
    },
    ignores: () => keep.ignored.on(session.host?.id ?? id),
    ...(copy === undefined ? {} : { copy }),
    ...(id === '' ? {} : { hostId: id }),
    ...(fingerprint === '' ? {} : { pin: fingerprint }),
    ...(password === undefined ? {} : { password }),
    ...(invite === undefined ? {} : { invite }),
  });
  return session;
}
