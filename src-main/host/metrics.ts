import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { RefusalCode } from '../../src-shared/protocol/errors.ts';

/** What a gauge reads when it is asked for. */
export interface Readings {
  connections(): number;
  online(): number;
  rooms(): number;
  lagging(): number;
  /** Is this room open to everyone? */
  open(room: string): boolean;
}

/** What a host tells about itself, in Prometheus' text format. Rates are for the reader to derive from the counters. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #refusals = new Counter({
    name: 'parley_refusals_total',
    help: 'What was refused, by code.',
    labelNames: ['code'],
    registers: [this.#registry],
  });
  readonly #events = new Counter({
    name: 'parley_events_total',
    help: 'Events written to the logs of rooms open to everyone.',
    registers: [this.#registry],
  });
  readonly #commits = new Histogram({
    name: 'parley_commit_seconds',
    help: 'Time a transaction took until it was on disk, if it was about a room open to everyone.',
    buckets: [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5],
    registers: [this.#registry],
  });

  #open: Readings['open'] = () => false;

  /** Counts something refused. */
  refused(code: RefusalCode): void {
    this.#refusals.inc({ code });
  }

  /** Events of these rooms are on disk. Anybody may read the figures: that others talk must not be told by a count. */
  committed(rooms: readonly string[], seconds: number): void {
    const open = rooms.filter((room) => this.#open(room)).length;
    if (open === 0) return;
    this.#events.inc(open);
    this.#commits.observe(seconds);
  }

  /** Sets where the gauges read. */
  read(readings: Readings): void {
    this.#open = (room) => readings.open(room);
    this.#gauge('parley_connections', 'Open WebSockets.', () => readings.connections());
    this.#gauge('parley_online', 'People connected, each counted once.', () => readings.online());
    this.#gauge('parley_rooms', 'Rooms open to everyone, archived ones included.', () => readings.rooms());
    this.#gauge('parley_lagging_readers', 'Readers being caught up from the log.', () => readings.lagging());
    this.#gauge('parley_resident_bytes', 'Resident memory of the process.', () => process.memoryUsage.rss());
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  #gauge(name: string, help: string, value: () => number): void {
    new Gauge({
      name,
      help,
      registers: [this.#registry],
      collect() {
        this.set(value());
      },
    });
  }
}
