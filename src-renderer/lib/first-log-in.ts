import type { Failure } from '../../src-shared/session/ports.ts';
import { refusalFrom } from '../../src-shared/session/pending.ts';
import type { Session } from '../../src-shared/session/session.ts';

/** Starts a session; resolves at its first log-in, and rejects at its first failure. */
export function firstLogIn(session: Session): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (failure: Failure): void => {
      stop();
      reject(refusalFrom(failure));
    };
    const stop = session.onChange(() => {
      const { status } = session;
      if (status.state === 'offline' || status.state === 'refused') fail(status.failure);
      if (status.state !== 'connected') return;
      stop();
      resolve();
    });
    session.start();
  });
}
