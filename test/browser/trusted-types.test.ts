import { describe, expect, it } from 'vitest';
import { browserTests, noBrowser } from '../support/browser.ts';

describe.skipIf(noBrowser !== '')(`text in a page of the app ${noBrowser}`, () => {
  const { open, host } = browserTests();

  it('could not become HTML by any other way than the one that sanitises', async () => {
    const page = await open();
    // That the browser says so is what is wanted.
    page.removeAllListeners('console');
    await page.goto(host.url);
    const refused = await page.evaluate(() => {
      const attempt = (put: () => unknown): string => {
        try {
          put();
          return 'done';
        } catch (error) {
          return (error as Error).name;
        }
      };
      const { trustedTypes } = window as unknown as {
        trustedTypes: { createPolicy(name: string, rules: { createHTML(text: string): string }): void };
      };
      const html = '<img src=x onerror="window.hit=1">' as never;
      return [
        attempt(() => (document.body.innerHTML = html)),
        attempt(() => {
          document.body.insertAdjacentHTML('beforeend', html);
        }),
        attempt(() => (document.createElement('script').text = 'window.hit=1')),
        attempt(() => (document.createElement('iframe').srcdoc = html)),
        attempt(() => {
          trustedTypes.createPolicy('mine', { createHTML: (text) => text });
        }),
        attempt(() => {
          trustedTypes.createPolicy('default', { createHTML: (text) => text });
        }),
      ];
    });
    expect(refused).toEqual(Array.from({ length: 6 }, () => 'TypeError'));
    expect(await page.evaluate(() => 'hit' in window)).toBe(false);
  });
});
