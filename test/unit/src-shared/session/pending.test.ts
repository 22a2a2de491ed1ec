import { expect, test, vi } from 'vitest';
import { ANSWER_MS, PendingRequests, refusalFrom } from '../../../../src-shared/session/pending.ts';
import { FakeClock } from '../../../support/fake-clock.ts';

test('each answer goes to its own request, whatever their order', async () => {
  const pending = new PendingRequests(new FakeClock(), () => undefined);
  const first = pending.add('ping');
  const second = pending.add('ping');
  expect(first.id).not.toBe(second.id);
  pending.resolve(second.id, { time: 2 });
  pending.resolve(first.id, { time: 1 });
  expect([await first.answer, await second.answer]).toEqual([{ time: 1 }, { time: 2 }]);
});

test('an answer of the wrong shape is refused', async () => {
  const pending = new PendingRequests(new FakeClock(), () => undefined);
  const { id, answer } = pending.add('message.send');
  pending.resolve(id, { seq: 'one' });
  await expect(answer).rejects.toMatchObject({ code: 'bad-frame' });
});

test('a refusal keeps its code, one of a newer host only its sentence', async () => {
  const pending = new PendingRequests(new FakeClock(), () => undefined);
  const { id, answer } = pending.add('ping');
  pending.reject(id, { code: 'rate-limited', message: 'Slowly.' });
  await expect(answer).rejects.toMatchObject({ code: 'rate-limited', message: 'Slowly.' });
  expect(refusalFrom({ code: 'from-later', message: 'Later.' })).toMatchObject({ code: 'internal', message: 'Later.' });
  expect(refusalFrom({ code: 'constructor', message: 'Hm.' }).code).toBe('internal');
});

test('an answer nobody waits for, or a second one, is passed over', async () => {
  const pending = new PendingRequests(new FakeClock(), () => undefined);
  pending.resolve(99, {});
  const { id, answer } = pending.add('ping');
  pending.resolve(id, { time: 1 });
  pending.reject(id, { code: 'internal', message: '' });
  expect(await answer).toEqual({ time: 1 });
});

test('an overdue answer is reported; one that came is not', async () => {
  const clock = new FakeClock();
  const overdue = vi.fn();
  const pending = new PendingRequests(clock, overdue);
  pending.resolve(pending.add('ping').id, { time: 1 });
  void pending.add('ping');
  await clock.advance(ANSWER_MS - 1);
  expect(overdue).not.toHaveBeenCalled();
  await clock.advance(1);
  expect(overdue).toHaveBeenCalledOnce();
});

test('when the connection is gone nothing waits any more', async () => {
  const clock = new FakeClock();
  const overdue = vi.fn();
  const pending = new PendingRequests(clock, overdue);
  const answers = [pending.add('ping').answer, pending.add('room.leave').answer];
  pending.rejectAll({ code: 'host-gone', message: 'Gone.' });
  for (const answer of answers) await expect(answer).rejects.toMatchObject({ code: 'host-gone', message: 'Gone.' });
  await clock.advance(2 * ANSWER_MS);
  expect(overdue).not.toHaveBeenCalled();
});
