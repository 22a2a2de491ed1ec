import { describe, expect, it } from 'vitest';
import type { Session } from '../../src-shared/session/session.ts';
import { browserTests, noBrowser, say, ServedHost } from '../support/browser.ts';
import { afterThisTest } from '../support/host.ts';
import { newIdentity, newSession } from '../support/people.ts';
import { until } from '../support/wait.ts';

/** Runs in the page: everything that the copy of its hosts holds, as text. */
async function allThatIsKept(): Promise<string> {
  const result = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((done) => {
      request.onsuccess = () => {
        done(request.result);
      };
    });
  // Opening it before the page does would make an empty one.
  if (!(await indexedDB.databases()).some(({ name }) => name === 'parley-copy')) return '';
  const db = await result(indexedDB.open('parley-copy', 1));
  const all: unknown[] = await result(db.transaction('events').objectStore('events').getAll());
  db.close();
  return JSON.stringify(all);
}

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

  it('leaves its rooms to be searched and read, and what was deleted is gone from this computer too', async () => {
    await host.fill('kept', 90);
    const ada = await enter('Una');
    await ada.getByRole('button', { name: 'kept' }).click();
    await ada.getByText('#90 ').waitFor();
    await say(ada, 'a secret that goes');
    await say(ada, 'a word that stays');
    const secret = ada.getByRole('article').filter({ hasText: 'a secret that goes' });
    const onDisk = (): Promise<string> => ada.evaluate(allThatIsKept);
    await expect.poll(onDisk).toContain('a secret that goes');
    await secret.hover();
    await secret.getByRole('button', { name: 'More actions' }).click();
    await ada.getByRole('button', { name: 'Delete…' }).click();
    await ada.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await ada.getByText('This message was deleted.').waitFor();
    await expect.poll(onDisk).not.toContain('a secret that goes');
    expect(await onDisk()).toContain('a word that stays');

    await host.stop('SIGKILL');
    await ada.getByText(/Offline: last seen today at/).waitFor();
    await ada.keyboard.press('ControlOrMeta+f');
    await ada.keyboard.type('stays');
    const results = ada.getByRole('list', { name: 'Found messages' }).getByRole('button');
    await results.filter({ hasText: 'a word that stays' }).waitFor();
    await ada.getByText('only what is kept on this computer is searched').waitFor();
    await ada.getByRole('searchbox', { name: 'Search messages' }).fill('secret');
    await ada.getByText('Nothing was found').waitFor();
    await host.start();
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
