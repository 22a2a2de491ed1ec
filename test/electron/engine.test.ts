import { describe, expect, it } from 'vitest';
import {
  electronTests,
  freePort,
  introduce,
  message,
  noElectron,
  say,
  switchOn,
  type Installation,
} from '../support/electron-app.ts';
import { join, texts } from '../support/host.ts';
import { until } from '../support/wait.ts';

/** The process in which the app's host runs. */
async function engineOf(desktop: Installation): Promise<number | undefined> {
  const metrics = await desktop.inMain(({ app }) => app.getAppMetrics());
  return metrics.find(({ name }) => name === 'Parley engine')?.pid;
}

describe.skipIf(noElectron !== '')(`an engine that crashes ${noElectron}`, () => {
  const { install } = electronTests();

  it('comes back, and its host with it, with all that it had acknowledged', async () => {
    const port = await freePort();
    const desktop = install({ settings: { hosting: { port } } });
    const page = await desktop.start();
    await introduce(page, 'Ada');
    await switchOn(page);
    await page.keyboard.press('Escape');
    const { session, room } = await join(`ws://127.0.0.1:${String(port)}/session`, 'Bo');

    const said: string[] = [];
    for (const crash of [1, 2]) {
      const engine = await until(() => engineOf(desktop), 10_000, 'the engine runs');
      const before = Array.from({ length: 20 }, (_, i) => `Before crash ${String(crash)}: #${String(i)}`);
      for (const text of before) await session.send(room.id, text);
      said.push(...before);
      // Some of it is acknowledged by now, some is on its way.
      await until(() => texts(room).includes(`Before crash ${String(crash)}: #0`), 5_000, 'one is acknowledged');
      process.kill(engine, 'SIGKILL');
      const meanwhile = `Ada, while it was gone: ${String(crash)}`;
      await say(page, meanwhile);
      said.push(meanwhile);
      await until(() => engineOf(desktop).then((pid) => pid !== undefined && pid !== engine), 10_000, 'a new engine');
      await message(page, meanwhile).waitFor();
      await message(page, meanwhile).getByText('Waiting to be sent').waitFor({ state: 'detached' });
      session.retryNow();
      await until(
        () => session.status.state === 'connected' && session.unsent(room.id).length === 0,
        20_000,
        'Bo is back',
      );
    }

    await expect.poll(() => texts(room).toSorted(), { timeout: 10_000 }).toEqual(said.toSorted());
    const bos = texts(room).filter((text) => text.startsWith('Before'));
    expect(bos).toEqual(said.filter((text) => text.startsWith('Before')));
    await message(page, 'Before crash 2: #19').waitFor();
  });
});
