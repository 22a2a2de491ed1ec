import { describe, expect, it } from 'vitest';
import { Quotes } from '../../../../src-renderer/lib/quotes.svelte.ts';
import type { MessageEvent } from '../../../../src-shared/protocol/events.ts';
import { TARGETS_MAX } from '../../../../src-shared/protocol/limits.ts';
import { idOf, message, ROOM } from '../../../support/scripted.ts';
import { until } from '../../../support/wait.ts';

const said = (seq: number, text = 'hello'): MessageEvent => message(seq, { text }) as MessageEvent;

function setUp(answer: (targets: string[]) => MessageEvent[]) {
  const world = { asked: [] as string[][], away: false };
  const quotes = new Quotes({
    ask: (_room, targets) => {
      world.asked.push(targets);
      return world.away ? Promise.reject(new Error('away')) : Promise.resolve(answer(targets));
    },
    idle: (run) => {
      setTimeout(run);
    },
  });
  return { quotes, world };
}

describe('a message that a reply quotes and that is not loaded', () => {
  it('is fetched, once, with others of the same room', async () => {
    const { quotes, world } = setUp((targets) => targets.map((_, i) => said(i + 1)));
    for (const seq of [1, 2, 1]) quotes.want(ROOM, idOf(seq), 'hello');
    expect(quotes.of(ROOM, idOf(1))).toBe(null);
    expect(await until(() => quotes.of(ROOM, idOf(2)))).toMatchObject({ seq: 2, text: 'hello' });
    quotes.want(ROOM, idOf(1), 'hello');
    expect(world.asked).toEqual([[idOf(1), idOf(2)]]);
  });

  it('is fetched again when the host says that it reads otherwise now', async () => {
    let text = 'noon';
    const { quotes } = setUp(() => [said(1, text)]);
    quotes.want(ROOM, idOf(1), 'noon');
    await until(() => quotes.of(ROOM, idOf(1))?.text === 'noon');
    text = 'one o’clock';
    quotes.want(ROOM, idOf(1), text);
    await until(() => quotes.of(ROOM, idOf(1))?.text === text);
  });

  it('is taken only if it is the one that was asked for; a host that leaves it out is not asked for ever', async () => {
    const { quotes, world } = setUp((targets) => (targets.includes(idOf(1)) ? [said(9)] : [said(2)]));
    quotes.want(ROOM, idOf(1), 'hello');
    await until(() => world.asked.length === 1);
    quotes.want(ROOM, idOf(1), 'hello');
    quotes.want(ROOM, idOf(2), 'hello');
    await until(() => quotes.of(ROOM, idOf(2)));
    expect([quotes.of(ROOM, idOf(1)), quotes.of(ROOM, idOf(9)), world.asked.length]).toEqual([null, null, 2]);
  });

  it('is fetched in parts, and what the host could not be asked for once it can', async () => {
    const { quotes, world } = setUp((targets) => targets.map((id) => ({ ...said(1), id })));
    world.away = true;
    for (let seq = 1; seq <= TARGETS_MAX + 5; seq += 1) quotes.want(ROOM, idOf(seq), 'hello');
    await until(() => world.asked.length === 1);
    world.away = false;
    await until(() => {
      quotes.connected();
      return quotes.of(ROOM, idOf(TARGETS_MAX + 5));
    });
    expect(world.asked.map(({ length }) => length)).toEqual([TARGETS_MAX, TARGETS_MAX, 5]);
  });
});
