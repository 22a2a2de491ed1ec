import { describe, expect, it } from 'vitest';
import { browserTests, noBrowser } from '../support/browser.ts';
import { DoubleHost } from '../support/hostile/double.ts';
import { showAll, watch } from '../support/hostile/show.ts';

describe.skipIf(noBrowser !== '')(`what a hostile host and hostile people send ${noBrowser}`, () => {
  const { open, host } = browserTests();

  it('is shown: no script runs, no request leaves, no message freezes the page', { timeout: 120_000 }, async () => {
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
    const { headers } = await page.goto(host.url).then((response) => ({ headers: response?.headers() ?? {} }));
    expect(headers['content-security-policy']).toContain("require-trusted-types-for 'script'");
    await page.getByLabel('Your name').fill('Ada');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('log').waitFor();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    const [double] = doubles;
    if (!double) throw new Error('the page has not connected');
    expect(await showAll(page, double)).toEqual([]);
    expect(requests).toEqual([]);
    expect(dialogs).toEqual([]);
    expect(page.url()).toBe(host.url);
    expect(page.context().pages()).toHaveLength(1);
  });
});
