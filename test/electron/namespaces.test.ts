import { describe, expect, it } from 'vitest';
import type { Page } from 'playwright';
import {
  electronTests,
  hostingDialog,
  introduce,
  message,
  noElectron,
  people,
  say,
  sidebar,
  switchOn,
} from '../support/electron-app.ts';
import { afterThisTest } from '../support/host.ts';
import { makeWire, namespacesUnavailable } from '../support/netns.ts';

const why = noElectron === '' ? (namespacesUnavailable() ?? '') : noElectron;
/** Milliseconds in which hosts must appear and vanish. */
const SOON = 2_000;

const join = (page: Page, host: string) => page.getByRole('button', { name: `Join ${host}` });

describe.skipIf(why !== '')(`the app on two computers, each in a network namespace ${why}`, () => {
  const { install } = electronTests();

  it('sees the other’s host come, is one click from talking in it, and sees it go', async () => {
    const wire = makeWire();
    afterThisTest(async () => {
      wire.remove();
    });
    const ada = install({ namespace: wire.left.name, settings: { hosting: { name: 'Ada’s laptop' } } });
    const bo = install({ namespace: wire.right.name, settings: { hosting: { name: 'Bo’s tower' } } });
    const [adas, bos] = await Promise.all([ada.start(), bo.start()]);
    await Promise.all([introduce(adas, 'Ada'), introduce(bos, 'Bo')]);
    await bos.getByText('Looking for hosts…').waitFor();

    await switchOn(adas);
    await join(bos, 'Ada’s laptop').waitFor({ timeout: SOON });
    await hostingDialog(adas).getByText('parley://10.77.0.1:9292').first().waitFor();
    await adas.keyboard.press('Escape');
    await join(bos, 'Ada’s laptop').click();
    await bos.getByRole('log').waitFor();
    await say(bos, 'Hello over the wire.');
    await message(adas, 'Hello over the wire.').waitFor();
    await people(adas).getByText('Bo', { exact: true }).waitFor();

    await switchOn(bos);
    await bos.keyboard.press('Escape');
    const onNetwork = sidebar(adas).getByRole('region', { name: 'On this network' });
    await onNetwork.getByRole('button', { name: 'Join Bo’s tower' }).waitFor({ timeout: SOON });
    expect(await onNetwork.getByText('Ada’s laptop').count()).toBe(0);

    // A host that is switched off says goodbye, and so does one whose app is closed.
    await bos.getByRole('button', { name: /^Hosting/ }).click();
    await hostingDialog(bos).getByRole('switch', { name: 'Host on this network' }).click();
    await onNetwork.getByText('Bo’s tower').waitFor({ state: 'detached', timeout: SOON });
    await hostingDialog(bos).getByRole('switch', { name: 'Host on this network' }).click();
    await onNetwork.getByText('Bo’s tower').waitFor({ timeout: SOON });
    await bo.close();
    await onNetwork.getByText('Bo’s tower').waitFor({ state: 'detached', timeout: SOON });
  });
});
