import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { browserTests, noBrowser } from '../support/browser.ts';
import { pretendDesktop } from '../support/browser-desktop.ts';
import { cameraState, holdCode, pretendCamera } from '../support/camera.ts';
import { DoubleHost } from '../support/hostile/double.ts';
import { ME, roomInfo } from '../support/scripted.ts';
import { newId } from '../support/talk.ts';
import { people, sidebar } from '../support/window.ts';

describe.skipIf(noBrowser !== '')(`getting in ${noBrowser}`, () => {
  const { host, open } = browserTests();

  /** Bo, who has asked a host that says what the test likes to be let in. */
  async function joinDouble(lines: ConstructorParameters<typeof DoubleHost>[1]): Promise<Page> {
    const page = await open();
    await page.routeWebSocket(/\/session$/, (socket) => {
      const double = new DoubleHost((text) => {
        socket.send(text);
      }, lines);
      socket.onMessage((text) => {
        double.hear(text.toString());
      });
      double.greet();
    });
    await page.goto(host.url);
    await page.getByLabel('Your name').fill('Bo');
    await page.getByRole('button', { name: 'Join', exact: true }).click();
    return page;
  }

  it('an invite’s code is read by the camera as soon as it is seen; why there is no camera is told, and it is on no longer than needed', async () => {
    const page = await open();
    await pretendDesktop(page, {});
    await page.goto(host.url);
    await page.getByRole('button', { name: 'Connect by address' }).click();
    const scan = page.getByRole('button', { name: 'Scan with the camera' });
    const seen = page.getByLabel('What the camera sees');
    await pretendCamera(page, ['NotAllowedError', 'NotFoundError', 'NotReadableError']);
    for (const [code, words] of [
      ['camera-refused', 'Parley may not use the camera.'],
      ['camera-missing', 'No camera was found.'],
      ['camera-busy', 'The camera does not start'],
    ] as const) {
      await scan.click();
      await page.getByText(words).waitFor();
      await page.getByText(code, { exact: true }).waitFor({ state: 'attached' });
    }

    await holdCode(page, 'WIFI:S:Café;T:WPA;P:latte;;');
    await scan.click();
    await page.getByText('This QR code is no invite to a Parley host.').waitFor();
    expect(await cameraState(page)).toBe('live');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await cameraState(page)).toBe('ended');

    await holdCode(page, host.url);
    await page.getByRole('button', { name: 'Connect by address' }).click();
    await scan.click();
    await seen.waitFor();
    await expect.poll(() => page.getByRole('textbox', { name: 'Address' }).inputValue()).toBe(host.url);
    await seen.waitFor({ state: 'detached' });
    expect(await cameraState(page)).toBe('ended');
  });

  it('whoever guessed passwords too often sees how long they wait, and what they typed is tried then', async () => {
    const wait = { code: 'password-wait', detail: { wait: 3_000 } };
    const refusals = [{ code: 'password-needed' }, wait];
    const page = await joinDouble({ refusals });
    const password = page.getByLabel('Password');
    await password.fill('open sesame');
    await password.press('Enter');
    const waits = page.getByText('too many wrong tries. Wait a little before the next. Trying again in');
    const first = await waits.innerText();
    await page.getByRole('button', { name: 'Come in' }).and(page.locator(':disabled')).waitFor();
    await expect.poll(() => waits.innerText()).not.toBe(first);
    await page.getByRole('log').waitFor();
  });

  it('of hundreds of rooms and people those in sight are in the page, and one scrolls to the others', async () => {
    const rooms = Array.from({ length: 400 }, (_, i) => {
      const named = { name: `room ${String(i)} ${'x'.repeat(i % 50)}`, id: newId(), lastSeq: 0 };
      return { ...roomInfo(), ...(i === 0 ? {} : named) };
    });
    const online = Array.from({ length: 400 }, (_, i) => ({ ...ME, id: 100 + i, name: `Person ${String(i)}` }));
    const page = await joinDouble({ rooms, online });
    const there = people(page).getByRole('listitem');
    await there.first().waitFor();
    expect(await there.count()).toBeLessThan(60);
    await people(page).getByText('Person 0', { exact: true }).hover();
    await page.mouse.wheel(0, 100_000);
    await people(page).getByText('Person 399', { exact: true }).waitFor();
    expect(await there.last().getAttribute('aria-posinset')).toBe('400');
    expect(await there.count()).toBeLessThan(60);

    // What comes after the rooms is not below all of them.
    const listed = sidebar(page).getByRole('listitem');
    expect(await listed.count()).toBe(31);
    await sidebar(page).getByRole('button', { name: '369 more rooms' }).click();
    await listed.nth(35).hover();
    await page.mouse.wheel(0, 100_000);
    await sidebar(page).getByText('room 399').waitFor();
    expect(await listed.count()).toBeLessThan(31 + 60);
    const chosen = sidebar(page).getByText('room 200', { exact: false });
    await chosen.waitFor({ state: 'detached' });
    await page.keyboard.press('Control+k');
    await page.keyboard.type('room 200');
    await page.keyboard.press('Enter');
    const inSight = (): Promise<boolean> =>
      chosen.evaluate((one) => {
        const { x, y } = one.getBoundingClientRect();
        return document.elementFromPoint(x + 8, y + 8) === one;
      });
    await expect.poll(inSight).toBe(true);
  });

  it('a window whose texts cannot be read says so, and offers to try again', async () => {
    const page = await open();
    await page.route(/\/assets\/en-[\w-]+\.js$/, (route) =>
      route.fulfill({ contentType: 'text/javascript', body: "throw new Error('half of it is missing');" }),
    );
    await page.goto(host.url);
    await page.getByText('Parley could not be opened').waitFor();
    await page.unroute(/\/assets\/en-[\w-]+\.js$/);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByLabel('Your name').waitFor();
  });
});
