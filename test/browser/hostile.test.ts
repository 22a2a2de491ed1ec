import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { browserTests, noBrowser } from '../support/browser.ts';
import { DoubleHost } from '../support/hostile/double.ts';
import { showBursts } from '../support/hostile/burst.ts';
import { FREEZE_MS, showAll, watch } from '../support/hostile/show.ts';

describe.skipIf(noBrowser !== '')(`what a hostile host and hostile people send ${noBrowser}`, () => {
  const { open, host } = browserTests();

  /** A page that talks with a host double, and what it does that it should not. */
  async function meet(): Promise<{ page: Page; double: DoubleHost; dialogs: string[]; policy: string | undefined }> {
    const page = await open();
    await page.addInitScript(watch);
    const dialogs: string[] = [];
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    const doubles: DoubleHost[] = [];
    await page.routeWebSocket(/\/session$/, (socket) => {
      const host = new DoubleHost((text) => {
        socket.send(text);
      });
      doubles.push(host);
      socket.onMessage((text) => {
        host.hear(text.toString());
      });
      host.greet();
    });
    const policy = (await page.goto(host.url))?.headers()['content-security-policy'];
    await page.getByLabel('Your name').fill('Ada');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('log').waitFor();
    const [double] = doubles;
    if (!double) throw new Error('the page has not connected');
    return { page, double, dialogs, policy };
  }

  it('is shown: no script runs, no request leaves, no message freezes the page', { timeout: 120_000 }, async () => {
    const { page, double, dialogs, policy } = await meet();
    expect(policy).toContain("require-trusted-types-for 'script'");
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    expect(await showAll(page, double)).toEqual([]);
    expect(requests).toEqual([]);
    expect(dialogs).toEqual([]);
    expect(page.url()).toBe(host.url);
    expect(page.context().pages()).toHaveLength(1);
  });

  it('does not freeze the page when thirty of the costliest messages come at once, by thirty people', async () => {
    const { page, double } = await meet();
    const longest = await showBursts(page, double);
    expect(longest.filter((ms) => ms >= FREEZE_MS)).toEqual([]);
  });
});
