import type { CDPSession, Page } from 'playwright';
import { expect } from 'vitest';
import { hostileMessages, hostileNames, hostileTopics } from './corpus.ts';
import type { DoubleHost } from './double.ts';
import { roomInfo, ROOM } from '../scripted.ts';

/** Messages told at a time: one that is slow is then looked for among so many. */
const GROUP = 80;
/** Messages that are shown again: on a quiet computer there are hardly any, and on a busy one nearly all are innocent. */
const SUSPECTS_MAX = 4;
/** Longest that anything may keep the page from answering, in milliseconds. */
export const FREEZE_MS = 100;

interface Watch {
  /** When each message was put into the page, and when each task that was long ended. */
  times: number[];
  longest: number;
  violations: string[];
}

/** Before the page: notes tasks that were long, when messages came, and what the content security policy refused. */
export function watch(): void {
  const seen: Watch = { times: [], longest: 0, violations: [] };
  Object.assign(window, { seen });
  const note = (entries: { getEntries(): PerformanceEntryList }): void => {
    for (const { duration } of entries.getEntries()) seen.longest = Math.max(seen.longest, duration);
  };
  new PerformanceObserver(note).observe({ entryTypes: ['longtask'] });
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes)
        if (node instanceof Element && (node.matches('article') || node.querySelector('article')))
          seen.times.push(performance.now());
  }).observe(document, { subtree: true, childList: true });
  document.addEventListener('securitypolicyviolation', ({ violatedDirective, sample }) => {
    seen.violations.push(`${violatedDirective} ${sample}`);
  });
}

/** Everything in the page that could have been made by somebody else's text. */
function inspect(): { longest: number; times: number[]; violations: string[]; hit: boolean; bad: string[] } {
  const { seen, hit } = window as unknown as { seen: Watch; hit?: unknown };
  const bad: string[] = [];
  for (const element of document.querySelectorAll('*')) {
    const { localName } = element;
    if (['base', 'embed', 'form', 'frame', 'iframe', 'img', 'math', 'meta', 'object', 'style'].includes(localName))
      if (element.closest('.markdown')) bad.push(element.outerHTML.slice(0, 200));
    for (const name of element.getAttributeNames()) {
      const value = element.getAttribute(name) ?? '';
      if (name.startsWith('on') || name === 'srcdoc' || name === 'ping') bad.push(`${localName} ${name}=${value}`);
      if (['href', 'src', 'action', 'formaction'].includes(name) && /^\s*(javascript|data|vbscript|file):/i.test(value))
        bad.push(`${localName} ${name}=${value}`);
    }
  }
  const found = { ...seen, hit: hit !== undefined, bad };
  seen.longest = 0;
  seen.times = [];
  return found;
}

/** Shows hostile content in a page that talks with a host double. */
class Stage {
  readonly #page: Page;
  readonly #host: DoubleHost;
  #marks = 0;

  constructor(page: Page, host: DoubleHost) {
    this.#page = page;
    this.#host = host;
  }

  /** Tells messages, waits until a last one of our own is on the screen, and gives those during which the page stood still. */
  async show(texts: readonly string[]): Promise<string[]> {
    this.#marks += 1;
    const mark = `shown ${String(this.#marks)}`;
    await this.#page.evaluate(inspect);
    this.#host.tell([...texts, mark], (i) => hostileNames[(i * 13) % hostileNames.length] ?? 'x');
    await this.#page.getByText(mark, { exact: true }).waitFor();
    // Two frames later everything that this led to is drawn, and counted.
    await this.#page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0)))),
    );
    const { longest, times, violations, hit, bad } = await this.#page.evaluate(inspect);
    expect({ violations, hit, bad }, texts.map((text) => text.slice(0, 40)).join(' | ')).toEqual({
      violations: [],
      hit: false,
      bad: [],
    });
    if (longest < FREEZE_MS) return [];
    const paused = (i: number): boolean => (times[i] ?? 0) - (times[i - 1] ?? 0) >= FREEZE_MS / 2;
    const slow = texts.filter((_, i) => paused(i) || paused(i + 1));
    return slow.length > 0 ? slow : [...texts];
  }

  /** Other rooms with hostile names and topics. */
  showRooms(from: number): void {
    const rooms = Array.from({ length: 20 }, (_, i) =>
      roomInfo({
        ...(i === 0 ? {} : { id: ROOM.replace(/.{4}$/, String(1_000 + i)) }),
        name: hostileNames[(from + i) % hostileNames.length] ?? '',
        topic: hostileTopics[(from + i) % hostileTopics.length] ?? '',
      }),
    );
    this.#host.say({ type: 'rooms', rooms });
  }
}

/** Milliseconds of the processor that the page's main thread spent on all its tasks so far. */
async function cpuMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Infinity);
}

/**
 * Shows a page in a room every hostile message, name, room name and topic. A message during which the page stood still is
 * shown again by itself, now measured by what it costs the page's thread: a computer busy with something else is no
 * message's fault. Gives the messages that cost too much.
 */
export async function showAll(page: Page, host: DoubleHost): Promise<string[]> {
  const stage = new Stage(page, host);
  // Of the long ones a few: each of them is timed where it becomes HTML, in hostile-content.test.ts.
  const texts = hostileMessages.filter((text, i) => text.length < 1_000 || i % 16 === 0);
  const suspects: string[] = [];
  for (let from = 0; from < texts.length; from += GROUP) {
    stage.showRooms(from);
    suspects.push(...(await stage.show(texts.slice(from, from + GROUP))));
  }
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const slow: string[] = [];
  const cost = async (text: string): Promise<number> => {
    const before = await cpuMs(session);
    await stage.show([text]);
    return (await cpuMs(session)) - before;
  };
  for (const text of suspects.slice(0, SUSPECTS_MAX)) {
    let least = Infinity;
    // Beside a harmless one, which costs what the page and this very test cost.
    for (let i = 0; i < 4 && least >= FREEZE_MS; i += 1)
      least = Math.min(least, -(await cost('hello')) + (await cost(text)));
    if (least >= FREEZE_MS) slow.push(`${least.toFixed(0)} ms: ${text.slice(0, 60)}`);
  }
  return slow;
}
