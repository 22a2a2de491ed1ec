import { REFUSALS } from '../../src-shared/protocol/errors.ts';
import type { Failure } from '../../src-shared/session/ports.ts';
import { refusalFrom } from '../../src-shared/session/pending.ts';
import type { Session } from '../../src-shared/session/session.ts';

/** Why one is not in yet, when the next try is made, and how to make it at once. */
export interface Waiting {
  failure: Failure;
  retryAt: number;
  retryNow: () => void;
}

/** For a first log-in that may take a while: one is told what it waits for, and may call it off. */
export interface Patience {
  signal: AbortSignal;
  waits(waiting: Waiting): void;
}

/** Refusals that pass once somebody has acted, or some time has gone by. */
const PASSES: ReadonlySet<string> = new Set(['approval-pending', 'password-wait']);

/** Starts a session; resolves at its first log-in, and rejects at its first failure that is not to be waited out. */
export function firstLogIn(session: Session, patience?: Patience): Promise<void> {
  return new Promise((resolve, reject) => {
    let waiting = false;
    const fail = (failure: Failure): void => {
      stop();
      reject(refusalFrom(failure));
    };
    const retryNow = (): void => {
      session.retryNow();
    };
    const stop = session.onChange(() => {
      const { status } = session;
      if (status.state === 'refused') fail(status.failure);
      if (status.state === 'offline') {
        const { failure, retryAt } = status;
        // Once somebody is asked to let one in, even a host that is gone for a moment is waited for.
        waiting ||= patience !== undefined && PASSES.has(failure.code);
        if (waiting) patience?.waits({ failure, retryAt, retryNow });
        else fail(failure);
      }
      if (status.state !== 'connected') return;
      stop();
      resolve();
    });
    patience?.signal.addEventListener('abort', () => {
      fail({ code: 'host-gone', message: REFUSALS['host-gone'] });
    });
    session.start();
  });
}
