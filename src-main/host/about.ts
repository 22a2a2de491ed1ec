import { checkStatus } from '../../src-shared/domain/names.ts';
import type { Member } from '../../src-shared/protocol/rooms.ts';
import type { AboutRecord, AboutStore } from '../store/about-store.ts';
import type { Log } from './log.ts';
import type { Closable, Members } from './members.ts';

/** What a person wants to be known of themselves, as `me.set` has it. */
export interface AboutChange {
  busy?: boolean | undefined;
  status?: { text: string; minutes?: number | undefined } | undefined;
  receipts?: boolean | undefined;
}

const NOTHING = { busy: false, text: '', until: null, receipts: true } as const;

/** The longest that a timer can wait, in milliseconds. */
const WAIT_MAX = 2 ** 31 - 1;

/** What people tell of themselves: whether they are away or busy, and what they are at. */
export class About {
  readonly #store: AboutStore;
  readonly #members: Members;
  readonly #log: Log;
  readonly #told: (member: Member) => void;
  readonly #known: Map<number, AboutRecord>;
  readonly #idle = new WeakSet<Closable>();
  #timer: NodeJS.Timeout | null = null;

  private constructor(
    store: AboutStore,
    members: Members,
    log: Log,
    known: readonly AboutRecord[],
    told: (member: Member) => void,
  ) {
    this.#store = store;
    this.#members = members;
    this.#log = log;
    this.#known = new Map(known.map((record) => [record.member, record]));
    this.#told = told;
  }

  /** @param told called when somebody who is connected is to be seen otherwise than before */
  static async load(store: AboutStore, members: Members, log: Log, told: (member: Member) => void): Promise<About> {
    const about = new About(store, members, log, await store.all(), told);
    await about.#expire();
    return about;
  }

  /** May others see how far this person has read? */
  receipts({ id }: Member): boolean {
    return this.#of(id).receipts;
  }

  /** A device of a person is not in use, or is again. */
  idle(by: Member, connection: Closable, idle: boolean): void {
    if (idle) this.#idle.add(connection);
    else this.#idle.delete(connection);
    this.follow(by);
  }

  /** @throws Refusal `status-invalid` */
  async set(by: Member, { busy, status, receipts }: AboutChange): Promise<void> {
    const before = this.#of(by.id);
    const text = status && checkStatus(status.text);
    const until = status?.minutes === undefined || text === '' ? null : Date.now() + status.minutes * 60_000;
    const record = {
      ...before,
      busy: busy ?? before.busy,
      receipts: receipts ?? before.receipts,
      ...(text !== undefined && { text, until }),
    };
    await this.#save(record);
    this.follow(by);
    this.#wait();
  }

  /** A person's connections, or what they tell, have changed: shows them so, if that is something new. */
  follow(member: Member): void {
    const connections = this.#members.connectionsOf(member);
    const { busy, text, until } = this.#of(member.id);
    const away = connections.length > 0 && connections.every((connection) => this.#idle.has(connection));
    const state = busy ? 'busy' : away ? 'away' : undefined;
    const same = member.state === state && member.status?.text === (text || undefined);
    if (same && member.status?.until === (until ?? undefined)) return;
    delete member.state;
    delete member.status;
    if (state) member.state = state;
    if (text !== '') member.status = { text, ...(until !== null && { until }) };
    this.#told(member);
  }

  close(): void {
    if (this.#timer) clearTimeout(this.#timer);
  }

  #of(member: number): AboutRecord {
    return this.#known.get(member) ?? { member, ...NOTHING };
  }

  async #save(record: AboutRecord): Promise<void> {
    await this.#store.save(record);
    this.#known.set(record.member, record);
  }

  /** Takes away what has expired. */
  async #expire(): Promise<void> {
    const now = Date.now();
    for (const record of [...this.#known.values()]) {
      if (record.until === null || record.until > now) continue;
      await this.#save({ ...record, text: '', until: null });
      this.follow(this.#members.get(record.member));
    }
    this.#wait();
  }

  #wait(): void {
    if (this.#timer) clearTimeout(this.#timer);
    const next = Math.min(...Array.from(this.#known.values(), ({ until }) => until ?? Infinity));
    this.#timer = null;
    if (next === Infinity) return;
    this.#timer = setTimeout(
      () => {
        this.#expire().catch((thrown: unknown) => {
          this.#log.error({ err: thrown }, 'a status that has expired could not be taken away');
        });
      },
      Math.min(WAIT_MAX, Math.max(0, next - Date.now())),
    ).unref();
  }
}
