import { CLIENT_FRAME_MAX } from '../../src-shared/protocol/limits.ts';

/** A token bucket: `perSecond` on average, `burst` at once. */
export interface Rate {
  perSecond: number;
  burst: number;
}

/** Every limit a host sets by itself. Each refuses with the code named behind it. */
export interface HostLimits {
  /** WebSockets in all (`too-many-connections`). Twice as many TCP connections are let in, further ones are dropped. */
  connections: number;
  /** TCP connections of one IP address that may become WebSockets (`too-many-connections`); beyond twice as many, as above. */
  connectionsPerAddress: number;
  /** WebSockets that have not logged in yet (`too-many-connections`). */
  unauthenticated: number;
  /** Milliseconds until a WebSocket must have logged in (`login-timeout`). */
  loginMs: number;
  /** Milliseconds between pings; who is silent for two of them is gone. */
  pingMs: number;
  /** Bytes of a frame from a client (`too-large`). */
  frameBytes: number;
  /** Fragments of one WebSocket message, and chunks it may arrive in (`too-large`). */
  fragments: number;
  /** Requests of one connection without an answer yet (`too-many-requests`). */
  pendingRequests: number;
  /** Bytes waiting in one socket before its reader counts as lagging. */
  readerBytes: number;
  /** Frames of one connection, of any kind; past the burst `rate-limited`, and the connection is closed if it goes on. */
  frames: Rate;
  /** Messages and changes to rooms of one person (`rate-limited`). */
  events: Rate;
  /** Typing signals of one person (`rate-limited`). */
  signals: Rate;
  /** Searches of one person (`rate-limited`). */
  searches: Rate;
  /** Changes of one person's picture (`rate-limited`). */
  pictureChanges: Rate;
  /** Pictures that are kept (`too-many-pictures`), of 16 KiB at most. */
  pictures: number;
  /** REST calls of one IP address (`rate-limited`). */
  calls: Rate;
  /** Rooms of the host, archived ones included (`too-many-rooms`). */
  rooms: number;
  /** People the host remembers (`too-many-members`). */
  members: number;
  /** Bytes of the body of a REST call (`too-large`). */
  bodyBytes: number;
}

export const DEFAULT_LIMITS: HostLimits = {
  connections: 16_000,
  connectionsPerAddress: 256,
  unauthenticated: 1_024,
  loginMs: 5_000,
  pingMs: 30_000,
  frameBytes: CLIENT_FRAME_MAX,
  fragments: 64,
  pendingRequests: 64,
  readerBytes: 1024 * 1024,
  frames: { perSecond: 50, burst: 300 },
  events: { perSecond: 5, burst: 30 },
  signals: { perSecond: 2, burst: 10 },
  searches: { perSecond: 5, burst: 20 },
  pictureChanges: { perSecond: 0.1, burst: 5 },
  pictures: 2_000,
  calls: { perSecond: 20, burst: 100 },
  rooms: 1_000,
  members: 20_000,
  bodyBytes: 16 * 1024,
};

const UNLIMITED: Rate = { perSecond: Infinity, burst: Infinity };

/** For benchmarks and tests on loopback: what limits how fast and from how many sockets is off, sizes stay. */
export const NO_RATE_LIMITS: Partial<HostLimits> = {
  connections: Infinity,
  connectionsPerAddress: Infinity,
  unauthenticated: Infinity,
  pendingRequests: Infinity,
  frames: UNLIMITED,
  events: UNLIMITED,
  signals: UNLIMITED,
  searches: UNLIMITED,
  pictureChanges: UNLIMITED,
  calls: UNLIMITED,
};
