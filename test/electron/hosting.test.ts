import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import type { Page } from 'playwright';
import { DATABASE_FILE } from '../../src-main/store/sqlite/open.ts';
import {
  connectTo,
  electronTests,
  freePort,
  hostingDialog,
  introduce,
  message,
  noElectron,
  people,
  say,
  sidebar,
  switchOn,
} from '../support/electron-app.ts';
import { afterThisTest, tempDir, join as joinHost } from '../support/host.ts';
import { tabTo } from '../support/keys.ts';
import { pictureSaying } from '../support/qr.ts';

/** Listens on loopback, or wherever it is told, until the test is over. */
async function listen(server: Server, port = 0, address?: string): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((done) => server.listen(port, address ?? '127.0.0.1', done));
  afterThisTest(async () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

const toggle = (page: Page) => hostingDialog(page).getByRole('switch', { name: 'Host on this network' });

/** Why hosting failed: the sentence in the dialog, and the code under it. */
async function failure(page: Page): Promise<{ sentence: string; code: string }> {
  const note = hostingDialog(page).getByRole('alert');
  await note.getByText('Details').click();
  return { sentence: await note.locator('p').innerText(), code: await note.locator('code').innerText() };
}

/** Gives one's name, hosts, stops that and hosts again, all without the mouse; leaves the dialog open. */
async function byKeys(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Your name' }).and(page.locator(':focus')).waitFor();
  // The system's own name for one stands there already.
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type('Ada');
  await tabTo(page, /^Host here/);
  await page.keyboard.press('Enter');
  await hostingDialog(page).waitFor();
  await tabTo(page, /^Host on this network/);
  await page.keyboard.press('Space');
  await page.getByRole('textbox', { name: 'Message general' }).and(page.locator(':focus')).waitFor();
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('hosting');
  await page.keyboard.press('Enter');
  for (const word of [/^Off\./, /^On\./]) {
    await tabTo(page, /^Host on this network/);
    await page.keyboard.press('Space');
    await hostingDialog(page).getByText(word).waitFor();
  }
}

describe.skipIf(noElectron !== '')(`hosting in the app ${noElectron}`, () => {
  const { install } = electronTests();

  it('is switched on and off, tells where others find it, and asks before it leaves them', async () => {
    const port = await freePort();
    const desktop = install({ settings: { hosting: { port, name: 'Workbench' } } });
    const page = await desktop.start();
    await byKeys(page);
    const address = await hostingDialog(page)
      .getByText(new RegExp(`^parley://.*:${String(port)}$`))
      .first()
      .innerText();
    await hostingDialog(page)
      .getByRole('button', { name: `Copy ${address}` })
      .click();
    await hostingDialog(page).getByRole('button', { name: 'Copied' }).waitFor();
    expect(await desktop.inMain(({ clipboard }) => clipboard.readText())).toBe(address);
    await hostingDialog(page)
      .getByRole('img', { name: `QR code of ${address}` })
      .waitFor();

    const { session, room } = await joinHost(`ws://127.0.0.1:${String(port)}/session`, 'Bo');
    await session.send(room.id, 'Do not go.');
    await hostingDialog(page).getByText('On. 1 other person is connected.').waitFor();
    await toggle(page).click();
    await hostingDialog(page).getByText('1 other person is connected. If you stop').waitFor();
    await hostingDialog(page).getByRole('button', { name: 'Keep hosting' }).click();
    expect(session.status.state).toBe('connected');
    await toggle(page).click();
    await hostingDialog(page).getByRole('button', { name: 'Stop hosting' }).click();
    await hostingDialog(page)
      .getByText(/^Off\./)
      .waitFor();
    await expect.poll(() => session.status.state).not.toBe('connected');
    session.stop();

    await page.keyboard.press('Escape');
    await page.getByText('Workbench is switched off. What you write is kept until it is on again.').waitFor();
    await message(page, 'Do not go.').waitFor();
    await switchOn(page);
    await page.keyboard.press('Escape');
    await people(page).getByText('Ada', { exact: true }).waitFor();
    await say(page, 'On again.');
    await message(page, 'On again.').getByText('Waiting to be sent').waitFor({ state: 'detached' });
  });

  it('takes the next free port when the wanted one is taken, and says so', async () => {
    const taken = await listen(createServer(), 0, '::');
    const page = await install({ settings: { hosting: { port: taken } } }).start();
    await introduce(page, 'Ada');
    await switchOn(page);
    await hostingDialog(page)
      .getByText(new RegExp(`^Port ${String(taken)} is used by another program, so this host is at port \\d+\\.$`))
      .waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('log').waitFor();
  });

  it('says in words, with a code, that its folder cannot be written to', async () => {
    const file = join(tempDir(), 'a-file');
    writeFileSync(file, 'not a folder');
    const page = await install({
      settings: { hosting: { port: await freePort(), dataDir: join(file, 'data') } },
    }).start();
    await introduce(page, 'Ada');
    await page.getByRole('button', { name: 'Host here' }).click();
    await toggle(page).click();
    expect(await failure(page)).toEqual({
      sentence: 'The data folder cannot be written to. Choose another one.',
      code: 'folder-unwritable',
    });
    expect(await toggle(page).getAttribute('aria-checked')).toBe('false');
    await hostingDialog(page).getByText(join(file, 'data')).waitFor();
    expect(readFileSync(file, 'utf8')).toBe('not a folder');
  });

  it('says in words, with a code, that its history is damaged, and leaves it as it is', async () => {
    const dataDir = join(tempDir(), 'data');
    mkdirSync(dataDir);
    const database = join(dataDir, DATABASE_FILE);
    const damaged = Buffer.alloc(20_000, 'This was a history once. ');
    writeFileSync(database, damaged);
    const page = await install({ settings: { hosting: { port: await freePort(), dataDir } } }).start();
    await introduce(page, 'Ada');
    await page.getByRole('button', { name: 'Host here' }).click();
    await toggle(page).click();
    expect(await failure(page)).toEqual({
      sentence: 'The history file is damaged or not a Parley database. Restore a copy, or choose another folder.',
      code: 'database-corrupt',
    });
    expect(readFileSync(database).equals(damaged)).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: 'Your name' }).waitFor();
  });
});

describe.skipIf(noElectron !== '')(`connecting by address ${noElectron}`, () => {
  const { install } = electronTests();

  it('says of each address that leads to no host what is wrong with it', async () => {
    const silent = await listen(createServer(() => undefined));
    const web = await listen(createHttpServer((_request, response) => response.end('<h1>It works!</h1>')));
    const closed = await freePort();
    const other = createHttpServer();
    const sockets = new WebSocketServer({ server: other, handleProtocols: () => false });
    const older = await listen(other);
    afterThisTest(async () => sockets.close());

    const page = await install().start();
    await introduce(page, 'Ada');
    await page.getByRole('button', { name: 'Connect by address' }).click();
    const dialog = page.getByRole('dialog', { name: 'Connect by address' });
    const at = (port: number): string => `127.0.0.1:${String(port)}`;
    // Typed, or read from a picture: what does that is loaded from the app itself.
    const address = dialog.getByRole('textbox', { name: 'Address' });
    await dialog.getByLabel('Picture of a QR code').setInputFiles(pictureSaying(`parley://${at(closed)}/`));
    await expect.poll(() => address.inputValue()).toBe(`parley://${at(closed)}/`);
    await address.fill('');
    const failures = {
      '': ['address-invalid', 'Type an address first'],
      'not an address': ['address-invalid', 'An address has no spaces in it.'],
      'ftp://files': ['address-invalid', '"ftp://" is not a kind of address Parley can open.'],
      [`${'x'.repeat(64)}.local`]: ['no-such-name', 'No computer of that name was found on the network.'],
      [at(closed)]: ['refused', 'That computer answered, but no host is running at that port.'],
      [`parley://${at(silent)}`]: ['timed-out', 'Nothing answered there.'],
      [`http://${at(web)}`]: ['not-parley', 'Something answered there, but it is not a Parley host.'],
      [at(web)]: ['not-parley', 'Something answered there, but'],
      [`ws://${at(older)}`]: ['wrong-version', 'This host speaks another version of Parley.'],
    };
    for (const [address, [code, sentence]] of Object.entries(failures)) {
      await connectTo(page, address);
      const note = dialog.getByRole('alert').filter({ hasText: sentence ?? '' });
      await note.getByText('Details').click();
      expect(await note.locator('code').innerText(), address).toBe(code);
    }
    await page.keyboard.press('Escape');
    await page.getByRole('heading', { name: 'Parley' }).waitFor();
    expect(await sidebar(page).count()).toBe(0);
  });
});
