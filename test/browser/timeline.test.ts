import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { browserTests, noBrowser, say } from '../support/browser.ts';

const nodes = (page: Page): Promise<number> => page.getByRole('article').count();
const show = async (page: Page, room: string): Promise<void> => {
  await page.getByRole('navigation', { name: 'Hosts and rooms' }).getByRole('button', { name: room }).click();
  await page.getByRole('log', { name: `Messages in ${room}` }).waitFor();
};

/**
 * Scrolls up and down in the page itself, frame by frame, as a person does, and notes by how much any message moved that
 * nobody had moved. Reaches `until` or gives up.
 */
function travel(page: Page, up: boolean, until: string): Promise<{ found: boolean; jump: number; most: number }> {
  return page.evaluate(
    async ({ up, until }) => {
      const box = document.querySelector('[role=log]');
      if (!box) throw new Error('no timeline');
      const rows = () => [...box.querySelectorAll<HTMLElement>('[data-id]:has([data-held])')];
      const topOf = (row: Element) => (row.querySelector('[data-held]') ?? row).getBoundingClientRect().top;
      const frame = () => new Promise(requestAnimationFrame);
      let jump = 0;
      let most = 0;
      let still = 0;
      for (let step = 0; step < 3_000 && still < 60; step += 1) {
        const start = box.scrollTop;
        box.scrollTop += up ? -520 : 520;
        const moved = box.scrollTop !== start;
        await frame();
        const before = new Map(rows().map((row) => [row.dataset.id, topOf(row)]));
        most = Math.max(most, before.size);
        await frame();
        await frame();
        // What is on the screen must be where it was, whatever was added around it.
        const seen = rows().filter((row) => {
          const top = topOf(row);
          return top > 0 && top < innerHeight;
        });
        for (const row of seen)
          jump = Math.max(jump, Math.abs(topOf(row) - (before.get(row.dataset.id) ?? topOf(row))));
        if (box.textContent.includes(until)) return { found: true, jump, most };
        still = moved ? 0 : still + 1;
      }
      return { found: false, jump, most };
    },
    { up, until },
  );
}

describe.skipIf(noBrowser !== '')(`a long timeline ${noBrowser}`, () => {
  const { host, enter } = browserTests();

  it('scrolls to its beginning and back without a jump, with few messages in the page', async () => {
    await host.fill('long', 1_200);
    const ada = await enter('Ada');
    await show(ada, 'long');
    await ada.getByText('#1200').waitFor();
    const up = await travel(ada, true, '#1 ');
    expect(up).toMatchObject({ found: true });
    expect(up.jump).toBeLessThan(1);
    expect(up.most).toBeLessThan(300);
    const down = await travel(ada, false, '#1200');
    expect(down).toMatchObject({ found: true });
    expect(down.jump).toBeLessThan(1);
    expect(down.most).toBeLessThan(300);
    expect(await nodes(ada)).toBeLessThan(300);
  });

  it('follows what is said, unless one has scrolled up', async () => {
    await host.fill('follow', 100);
    const ada = await enter('Ada');
    const bo = await enter('Bo');
    await show(ada, 'follow');
    await show(bo, 'follow');
    await say(bo, 'you should see this');
    await expect.poll(() => ada.getByText('you should see this').isVisible()).toBe(true);
    const log = ada.getByRole('log');
    await expect.poll(() => log.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight)).toBeLessThan(2);

    await log.hover();
    await ada.mouse.wheel(0, -900);
    await ada.getByRole('button', { name: 'Newest' }).waitFor();
    const held = await log.evaluate((box) => box.scrollTop);
    await say(bo, 'one more');
    await say(bo, 'and another');
    await ada.getByRole('button', { name: '2 new messages' }).waitFor();
    expect(await log.evaluate((box) => box.scrollTop)).toBe(held);
    await ada.getByRole('button', { name: '2 new messages' }).click();
    await expect.poll(() => log.evaluate((box) => box.scrollHeight - box.scrollTop - box.clientHeight)).toBeLessThan(2);
    await ada.getByRole('button', { name: /new messages|Newest/ }).waitFor({ state: 'hidden' });
  });
});
