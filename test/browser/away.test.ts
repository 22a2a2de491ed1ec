import { describe, expect, it } from 'vitest';
import type { Session } from '../../src-shared/session/session.ts';
import { browserTests, noBrowser, say, ServedHost } from '../support/browser.ts';
import { afterThisTest } from '../support/host.ts';
import { newIdentity, newSession } from '../support/people.ts';
import { until } from '../support/wait.ts';

describe.skipIf(noBrowser !== '')(`a host that goes away ${noBrowser}`, () => {
  const { host, open, enter } = browserTests();

  it('is waited for, and gets what was said meanwhile', async () => {
    const ada = await enter('Ada');
    const bo = await enter('Bo');
    await say(ada, 'before');
    await bo.getByRole('article').filter({ hasText: 'before' }).waitFor();

    await host.stop('SIGKILL');
    await ada.getByText(/Waiting for it; your messages are kept/).waitFor();
    await say(ada, 'said meanwhile');
    const waiting = ada.getByRole('article').filter({ hasText: 'said meanwhile' });
    await waiting.getByText('Waiting to be sent').waitFor();
    expect(await ada.getByRole('article').filter({ hasText: 'before' }).count()).toBe(1);

    await host.start();
    for (const page of [ada, bo]) await page.evaluate(() => dispatchEvent(new Event('online')));
    await waiting.getByText('Waiting to be sent').waitFor({ state: 'detached' });
    await bo.getByRole('article').filter({ hasText: 'said meanwhile' }).waitFor();
    expect(await ada.getByRole('article').filter({ hasText: 'said meanwhile' }).count()).toBe(1);
  });

  it('gets what was said meanwhile even after the page was closed and opened again', async () => {
    const ada = await enter('Ada');
    await host.stop();
    await ada.getByText(/Waiting for it; your messages are kept/).waitFor();
    await say(ada, 'kept over a reload');
    await ada.getByText('Waiting to be sent').waitFor();
    await host.start();
    await ada.reload();
    const kept = ada.getByRole('article').filter({ hasText: 'kept over a reload' });
    await kept.waitFor();
    await kept.getByText('Waiting to be sent').waitFor({ state: 'detached' });
  });

  it('refuses for good: the message is marked, and can be sent again or thrown away', async () => {
    const own = new ServedHost();
    afterThisTest(() => own.remove());
    await own.start();
    // The first to log in owns the host, and may archive its rooms.
    const identity = newIdentity();
    const owner = async (): Promise<Session> => {
      const session = newSession({ url: own.url.replace('http', 'ws') + 'session', name: 'Bo', identity });
      session.start();
      await until(() => session.status.state === 'connected');
      return session;
    };
    const first = await owner();
    const room = await first.createRoom('short-lived', '');
    first.stop();

    const ada = await open();
    await ada.goto(own.url);
    await ada.getByLabel('Your name').fill('Ada');
    await ada.getByRole('button', { name: 'Join' }).click();
    await ada.getByRole('button', { name: 'short-lived' }).click();
    await ada.getByRole('textbox', { name: 'Message short-lived' }).waitFor();
    await ada.getByText('Ada joined').waitFor();
    await own.stop();
    await ada.getByText(/Waiting for it/).waitFor();
    await say(ada, 'too late');
    await say(ada, 'much too late');

    // Meanwhile, and out of her reach, the room is archived.
    const { port } = own;
    own.port = 0;
    await own.start();
    const again = await owner();
    await again.changeRoom(room.id, { archive: true });
    again.stop();
    await own.stop();
    own.port = port;
    await own.start();

    const failed = ada.getByRole('article').filter({ hasText: 'much too late' });
    await failed.getByText('Not sent. This room is archived').waitFor();
    await failed.getByRole('button', { name: 'Retry' }).click();
    await failed.getByText('Not sent. This room is archived').waitFor();
    await failed.getByRole('button', { name: 'Discard' }).click();
    await failed.waitFor({ state: 'detached' });
    expect(await ada.getByRole('article').filter({ hasText: 'Not sent' }).count()).toBe(1);
  });
});
