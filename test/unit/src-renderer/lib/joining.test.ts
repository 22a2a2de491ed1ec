import { expect, test } from 'vitest';
import type { Patience } from '../../../../src-renderer/lib/first-log-in.ts';
import type { Target } from '../../../../src-renderer/lib/hosts.svelte.ts';
import { Joining } from '../../../../src-renderer/lib/joining.svelte.ts';
import { Refusal, type RefusalCode } from '../../../../src-shared/protocol/errors.ts';

const target: Target = { url: 'ws://one:1/session', address: 'one:1', invite: 'an-invite' };

/** A way in whose attempts the test answers. */
function setUp() {
  const attempts: { target: Target; patience: Patience; letIn: () => void; refuse: (code: RefusalCode) => void }[] = [];
  const joining = new Joining(target, (at, patience) => {
    return new Promise((resolve, reject) => {
      const refuse = (code: RefusalCode): void => {
        reject(new Refusal(code));
      };
      patience.signal.addEventListener('abort', () => {
        refuse('host-gone');
      });
      attempts.push({ target: at, patience, letIn: resolve, refuse });
    });
  });
  const last = () => {
    const attempt = attempts.at(-1);
    if (!attempt) throw new Error('nobody has tried');
    return attempt;
  };
  return { joining, attempts, last };
}

test('what is given goes with the next attempt alone', async () => {
  const { joining, last } = setUp();
  const first = joining.again();
  expect(last().target.invite).toBe('an-invite');
  last().refuse('invite-invalid');
  await first;
  expect(joining.failure?.code).toBe('invite-invalid');
  const second = joining.attempt({ password: 'open sesame' });
  expect(last().target).toEqual({ url: target.url, address: target.address, password: 'open sesame' });
  expect(joining.failure?.code, 'stays while it is tried').toBe('invite-invalid');
  last().letIn();
  await second;
  expect(joining.done).toBe(true);
});

test('one who has to wait is told so, and is in when somebody opens', async () => {
  const { joining, last } = setUp();
  const attempt = joining.again();
  const failure = new Refusal('approval-pending').toJSON();
  last().patience.waits({ failure, retryAt: 1_000, retryNow: () => undefined });
  await attempt;
  expect(joining.waiting).toMatchObject({ retryAt: 1_000 });
  expect([joining.busy, joining.done]).toEqual([false, false]);
  last().letIn();
  await expect.poll(() => joining.done).toBe(true);
  expect(joining.waiting).toBeNull();
});

test('an attempt that was called off says nothing any more', async () => {
  const { joining, attempts, last } = setUp();
  const first = joining.again();
  const second = joining.attempt({ password: 'x' });
  await first;
  expect(attempts[0]?.patience.signal.aborted).toBe(true);
  expect([joining.failure, joining.busy]).toEqual([null, true]);
  last().refuse('password-wrong');
  await second;
  expect([joining.failure?.code, joining.busy]).toEqual(['password-wrong', false]);
});
