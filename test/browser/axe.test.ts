import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { foundHost, pretendDesktop } from '../support/browser-desktop.ts';
import { browserTests, noBrowser } from '../support/browser.ts';
import { fillHost } from '../support/full-room.ts';
import { SCREENS } from '../support/screens.ts';

/** Looks, and what is asked of each: everything of the first, of the others that text stands out. */
const LOOKS = [
  { theme: 'light', contrast: 'usual', rule: null },
  { theme: 'dark', contrast: 'usual', rule: 'color-contrast' },
  { theme: 'light', contrast: 'more', rule: 'color-contrast-enhanced' },
  { theme: 'dark', contrast: 'more', rule: 'color-contrast-enhanced' },
];

/** Between them these show every colour there is: on them it is looked for in the other looks too. */
const COLOURED = /^(room|search|person card|manage: Members|hosting)/;

describe.skipIf(noBrowser !== '')(`axe ${noBrowser}`, () => {
  const { host, open } = browserTests();
  const found = new Set<string>();

  async function look(page: Page, name: string, part?: string): Promise<void> {
    for (const { theme, contrast, rule } of COLOURED.test(name) ? LOOKS : LOOKS.slice(0, 1)) {
      await page.evaluate((look) => Object.assign(document.documentElement.dataset, look), { theme, contrast });
      const axe = new AxeBuilder({ page }).setLegacyMode().options({ preload: false, resultTypes: ['violations'] });
      if (rule !== null) axe.withRules([rule]);
      if (part !== undefined || rule !== null) axe.include(part ?? 'main');
      const { violations } = await axe.analyze();
      for (const { id, nodes } of violations)
        for (const node of nodes) {
          const [check] = node.any;
          found.add(`${name}, ${theme} ${contrast}: ${id}: ${node.html.slice(0, 160)} ${check?.message ?? ''}`);
        }
    }
  }

  // So high a window that every row is in sight: what is scrolled away cannot be judged.
  it('finds nothing on any screen, in light, in dark and in high contrast', async () => {
    const page = await open({ reducedMotion: 'reduce', viewport: { width: 1280, height: 1_800 } });
    const { id } = (await fetch(`${host.url}health`).then((answer) => answer.json())) as { id: string };
    const url = `${host.url.replace('http', 'ws')}session`;
    await pretendDesktop(page, { found: [foundHost(id, 'Test host', url)] });
    await page.goto(host.url);
    await page.getByRole('textbox', { name: 'Your name' }).waitFor();
    await look(page, 'first start');
    await page.getByRole('button', { name: 'Join Test host' }).click();
    await page.getByRole('log').waitFor();
    await fillHost(host.url);
    for (const { name, open, part } of SCREENS) {
      await open(page);
      await look(page, name, part);
      for (let i = 0; i < 2; i += 1) await page.keyboard.press('Escape');
    }
    await page.setViewportSize({ width: 400, height: 740 });
    await look(page, 'narrow');
    await page.getByRole('button', { name: 'Hosts and rooms' }).click();
    await look(page, 'narrow, rooms', 'dialog[open]');
    expect([...found]).toEqual([]);
  });
});
