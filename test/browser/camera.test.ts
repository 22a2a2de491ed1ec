import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { browserTests, noBrowser } from '../support/browser.ts';
import { pretendDesktop } from '../support/browser-desktop.ts';
import { filmOf } from '../support/qr.ts';

describe.skipIf(noBrowser !== '')(`an invite’s code in front of the camera ${noBrowser}`, () => {
  const film = join(mkdtempSync(join(tmpdir(), 'parley-film-')), 'seen.y4m');
  const { host, open } = browserTests([
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${film}`,
  ]);
  afterAll(() => {
    rmSync(dirname(film), { recursive: true, force: true });
  });

  it('is read as soon as it is seen; why there is no camera is told, and it is on no longer than needed', async () => {
    const page = await open();
    await pretendDesktop(page, {});
    await page.goto(host.url);
    await page.getByRole('button', { name: 'Connect by address' }).click();
    const scan = page.getByRole('button', { name: 'Scan with the camera' });
    const seen = page.getByLabel('What the camera sees');
    const live = (): Promise<string | undefined> =>
      page.evaluate(() => (window as unknown as { track?: MediaStreamTrack }).track?.readyState);

    await page.evaluate(() => {
      const { mediaDevices } = navigator;
      const ask = mediaDevices.getUserMedia.bind(mediaDevices);
      let errors = ['NotAllowedError', 'NotFoundError', 'NotReadableError'];
      mediaDevices.getUserMedia = async (wanted) => {
        const [error, ...rest] = errors;
        errors = rest;
        if (error) throw new DOMException('', error);
        const stream = await ask(wanted);
        Object.assign(window, { track: stream.getTracks()[0] });
        return stream;
      };
    });
    for (const words of ['Parley may not use the camera.', 'No camera was found.', 'The camera does not start']) {
      await scan.click();
      await page.getByText(words).waitFor();
    }
    await page.getByText('camera-busy', { exact: true }).waitFor({ state: 'attached' });

    await page.context().grantPermissions(['camera']);
    writeFileSync(film, filmOf('WIFI:S:Café;T:WPA;P:latte;;'));
    await scan.click();
    await page.getByText('This QR code is no invite to a Parley host.').waitFor();
    expect(await live()).toBe('live');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await live()).toBe('ended');

    writeFileSync(film, filmOf(host.url));
    await page.getByRole('button', { name: 'Connect by address' }).click();
    await scan.click();
    await seen.waitFor();
    await expect.poll(() => page.getByRole('textbox', { name: 'Address' }).inputValue()).toBe(host.url);
    await seen.waitFor({ state: 'detached' });
    expect(await live()).toBe('ended');
  });
});
