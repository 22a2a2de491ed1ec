import { may } from '../../src-shared/domain/permissions.ts';
import type { Knock } from '../../src-shared/protocol/moderation.ts';
import type { Member } from '../../src-shared/protocol/rooms.ts';
import type { Failure } from '../../src-shared/session/ports.ts';
import type { Session } from '../../src-shared/session/session.ts';

/** Who waits to be let in at a host, as a moderator knows it. */
export class Knocks {
  list = $state.raw<readonly Knock[]>([]);
  readonly #session: Pick<Session, 'request'>;
  #allowed = false;
  #heard: Failure | null = null;

  constructor(session: Pick<Session, 'request'>) {
    this.#session = session;
  }

  /** The session changed: looks, if one may and has just come, or if somebody has just knocked. */
  follow(connected: boolean, me: Member | null, notice: Failure | null): void {
    const allowed = connected && me !== null && may(me.role, 'member.admit');
    const came = allowed && !this.#allowed;
    const knocked = allowed && notice?.code === 'knock' && notice !== this.#heard;
    this.#allowed = allowed;
    this.#heard = notice;
    if (came || knocked) void this.look().catch(() => undefined);
    if (!allowed && this.list.length > 0) this.list = [];
  }

  /** @throws Refusal */
  async look(): Promise<void> {
    const { knocks } = await this.#session.request('knocks', {});
    if (this.#allowed) this.list = knocks;
  }

  /** @throws Refusal */
  async answer({ key }: Knock, admit: boolean): Promise<void> {
    try {
      await this.#session.request('knock.answer', { key, admit });
    } finally {
      // Refused, it may have been answered by somebody else.
      await this.look();
    }
  }
}
