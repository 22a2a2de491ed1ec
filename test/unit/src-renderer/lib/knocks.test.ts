import { expect, test } from 'vitest';
import { Knocks } from '../../../../src-renderer/lib/knocks.svelte.ts';
import { Refusal } from '../../../../src-shared/protocol/errors.ts';
import type { Knock } from '../../../../src-shared/protocol/moderation.ts';
import type { Session } from '../../../../src-shared/session/session.ts';
import { settled } from '../../../support/fake-clock.ts';
import { ME } from '../../../support/scripted.ts';

const BO: Knock = { key: 'b'.repeat(43), name: 'Bo', at: 1 };
const moderator = { ...ME, role: 'moderator' as const };
const knock = () => ({ code: 'knock', message: 'Bo would like to come in.' });

/** A host at whose door `waiting` stand. */
function setUp(waiting: Knock[] = []) {
  const asked: string[] = [];
  const request = ((type: string) => {
    asked.push(type);
    if (type === 'knocks') return Promise.resolve({ knocks: [...waiting] });
    return waiting.shift() ? Promise.resolve({}) : Promise.reject(new Refusal('no-such-member'));
  }) as unknown as Session['request'];
  return { knocks: new Knocks({ request }), waiting, asked };
}

test('one who may open looks once on coming, and again at each knock', async () => {
  const { knocks, waiting, asked } = setUp();
  knocks.follow(true, moderator, null);
  knocks.follow(true, moderator, null);
  await settled();
  expect(asked).toEqual(['knocks']);
  waiting.push(BO);
  const notice = knock();
  knocks.follow(true, moderator, notice);
  knocks.follow(true, moderator, notice);
  await settled();
  expect(asked).toHaveLength(2);
  expect(knocks.list).toEqual([BO]);
});

test('one who may not open never asks, and one who has lost the connection knows of nobody', async () => {
  const { knocks, asked } = setUp([BO]);
  knocks.follow(true, ME, knock());
  await settled();
  expect(asked).toEqual([]);
  knocks.follow(true, moderator, null);
  await settled();
  expect(knocks.list).toEqual([BO]);
  knocks.follow(false, moderator, null);
  expect(knocks.list).toEqual([]);
});

test('an answer takes the one who waited off the list, also when somebody else has answered', async () => {
  const { knocks, waiting } = setUp([BO]);
  knocks.follow(true, moderator, null);
  await settled();
  await knocks.answer(BO, true);
  expect(knocks.list).toEqual([]);
  waiting.length = 0;
  await expect(knocks.answer(BO, true)).rejects.toMatchObject({ code: 'no-such-member' });
  expect(knocks.list).toEqual([]);
});
