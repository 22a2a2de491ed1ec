import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Download, Locator, Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { browserTests, noBrowser, say } from '../support/browser.ts';
import { person } from '../support/full-room.ts';
import { tempDir } from '../support/host.ts';
import { hostileMessages, hostileNames } from '../support/hostile/corpus.ts';
import { shown } from '../support/talk.ts';
import { until } from '../support/wait.ts';
import { message } from '../support/window.ts';

/** Of what is long, only the time it takes is hostile. */
const hostile = hostileMessages.filter(({ length }) => length < 160);
const LAST = 'the last word';

/** Says all that is hostile, each thing under another hostile name, as far as those are let in. */
function sayAll(url: string, room: string): Promise<void> {
  return new Promise((done, failed) => {
    const ws = new WebSocket(`${url.replace('http', 'ws')}chat`);
    ws.on('error', failed);
    ws.on('open', () => {
      const username = hostileNames.find((name) => name.includes('<')) ?? '';
      ws.send(JSON.stringify({ type: 'join', room, username }));
      for (const content of [...hostile, LAST]) ws.send(JSON.stringify({ type: 'message', room, content }));
    });
    ws.on('message', (data: Buffer) => {
      if (!data.toString().includes(LAST)) return;
      ws.close();
      done();
    });
  });
}

async function openExport(page: Page): Promise<Locator> {
  await page.getByRole('button', { name: 'Room actions' }).click();
  await page.getByRole('menuitem', { name: 'Export…' }).click();
  return page.getByRole('dialog', { name: /^Export/ });
}

describe.skipIf(noBrowser !== '')(`a room taken out as a file ${noBrowser}`, () => {
  const { host, open } = browserTests();
  const start = (dialog: Locator): Promise<void> => dialog.getByRole('button', { name: 'Export', exact: true }).click();

  it('is whole, cancelled leaves none, and as a page nothing that was said in it runs', async () => {
    await sayAll(host.url, 'general');
    const page = await open({ acceptDownloads: true });
    const held: (() => void)[] = [];
    let hold = false;
    /** Reads let through before those that follow are held. */
    let free = 0;
    await page.routeWebSocket(/\/session$/, (socket) => {
      const server = socket.connectToServer();
      socket.onMessage((text) => {
        const on = (): void => {
          server.send(text);
        };
        const reads = text.includes('"history"');
        if (reads && hold && free <= 0) held.push(on);
        else on();
        if (reads) free -= 1;
      });
    });
    await page.goto(host.url);
    await page.getByLabel('Your name').fill('Ada');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByText(LAST).waitFor();
    await say(page, 'Ada was here, **boldly**');
    const bo = await person(host.url, 'Bo');
    await bo.session.send(bo.room.id, 'my secret');
    await message(page, 'my secret').waitFor();
    const downloads: Download[] = [];
    page.on('download', (download) => downloads.push(download));

    const dialog = await openExport(page);
    hold = true;
    await start(dialog);
    await dialog.getByText(/^0 of about/).waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.getByText('Deleted messages stay deleted.').waitFor();
    for (const go of held.splice(0)) go();

    // Deleted once it was read, and before the file is finished.
    free = 1;
    await start(dialog);
    await expect.poll(() => held.length).toBe(1);
    const secret = await until(() => shown(bo.room).find(({ text }) => text === 'my secret')?.id);
    await bo.session.talk.remove(bo.room.id, secret);
    bo.session.stop();
    hold = false;
    for (const go of held) go();
    await dialog.getByText(`${String(hostile.length + 3)} messages are in the file.`).waitFor();
    await expect.poll(() => downloads.length).toBe(1);
    const path = join(tempDir(), 'export.html');
    await downloads[0]?.saveAs(path);
    expect(downloads[0]?.suggestedFilename()).toMatch(/^general \d{4}-\d\d-\d\d\.html$/);

    expect(readFileSync(path, 'utf8')).not.toContain('my secret');
    const reader = await page.context().newPage();
    const happened: string[] = [];
    reader.on('dialog', (shown) => {
      happened.push(shown.message());
      void shown.dismiss();
    });
    reader.on('request', (request) => happened.push(request.url()));
    // Without the page's own policy, so that it is the text alone that nothing comes out of.
    const bare = readFileSync(path, 'utf8').replace(/<meta http-equiv[^>]*>/, '');
    for (const text of [readFileSync(path, 'utf8'), bare]) {
      await reader.setContent(text);
      expect(await reader.getByRole('article').count()).toBe(hostile.length + 3);
      const found = await reader.evaluate(() => ({
        hit: 'hit' in window,
        strange: [...document.body.querySelectorAll('script, img, iframe, svg, math, form, input, object, style, button')]
          .map(({ outerHTML }) => outerHTML)
          .concat([...document.querySelectorAll('*')].flatMap((one) => one.getAttributeNames().filter((name) => /^on|style|src/.test(name)))), // prettier-ignore
        bold: document.querySelector('article strong')?.ownerDocument === document,
        wide: document.documentElement.scrollWidth > innerWidth,
        colour: getComputedStyle(document.querySelector('.who') ?? document.body).borderRadius,
      }));
      expect(found).toEqual({ hit: false, strange: [], bold: true, wide: false, colour: '10px' });
    }
    expect(happened).toEqual([]);
  });
});
