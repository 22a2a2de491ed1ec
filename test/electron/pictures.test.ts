import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  electronTests,
  freePort,
  introduce,
  message,
  noElectron,
  people,
  root,
  say,
  sidebar,
  switchOn,
  type Installation,
} from '../support/electron-app.ts';
import { join as joinHost } from '../support/host.ts';
import { until } from '../support/wait.ts';

/** Where the README finds its pictures; they are kept there only on request, since no two runs' are alike. */
const KEPT = join(root, 'test/electron/screenshots');
const folder = process.env.PARLEY_PICTURES === 'keep' ? KEPT : join(root, 'test-results');

const LOOP = `Found it. The retry kept its *first* deadline, so the second attempt had no time left:

\`\`\`ts
let tries = 3;
while (tries-- > 0) {
  const page = await load(url, { timeout: 10 });
  if (page.ok) return page.rows; // the deadline was outside
}
\`\`\``;

const TALK: [string, string][] = [
  ['Mira', 'Good morning! The new switch is in the rack, so the lab has **gigabit** again.'],
  ['Bo', 'Lovely, copying the survey takes seconds now.'],
  ['Noor', 'Has anybody seen the import stop half-way? It does so here, about every third time.'],
  ['Chidi', 'Here too. Yesterday, with the large file.'],
  ['Chidi', LOOP],
  ['Noor', 'That explains the third time. Shall I write a test for it?'],
  [
    'Ada',
    'Please do. Then we can tick these off:\n\n1. ~~the deadline~~\n2. a progress bar that tells the truth\n3. `--dry-run` for the nervous',
  ],
  ['Bo', 'I take the second one. 🙂'],
];

const ROOMS: [string, string][] = [
  ['release', 'Version 2.4, due on Thursday'],
  ['field trip', 'Bus at 8:15, bring a raincoat'],
  ['tea', 'The kettle, and who fills it'],
];

async function resize(desktop: Installation, width: number, height: number): Promise<void> {
  await desktop.inMain(
    ({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]?.setContentSize(w ?? 0, h ?? 0),
    [width, height],
  );
  await expect.poll(() => desktop.page.evaluate(() => [innerWidth, innerHeight])).toEqual([width, height]);
}

describe.skipIf(noElectron !== '')(`the window, at work ${noElectron}`, () => {
  const { install } = electronTests();

  it('fits the screen in light, in dark, and as narrow as a phone', async () => {
    mkdirSync(folder, { recursive: true });
    const port = await freePort();
    const desktop = install({ settings: { hosting: { port, name: 'Ada’s laptop' } } });
    const page = await desktop.start();
    await introduce(page, 'Ada');
    await switchOn(page);
    await page.keyboard.press('Escape');
    await page.getByRole('log').waitFor();

    const url = `ws://127.0.0.1:${String(port)}/session`;
    const names = ['Mira', 'Bo', 'Noor', 'Chidi'];
    const guests = new Map<string, Awaited<ReturnType<typeof joinHost>>>();
    for (const name of names) guests.set(name, await joinHost(url, name));
    const mira = guests.get('Mira');
    if (!mira) throw new Error('Mira is missing');
    for (const [name, topic] of ROOMS) await mira.session.createRoom(name, topic);
    for (const [name, text] of TALK) {
      const guest = guests.get(name);
      if (guest) await guest.session.send(guest.room.id, text);
      else await say(page, text);
      if (guest) await until(() => guest.session.unsent(guest.room.id).length === 0, 5_000, `${name} said it`);
      await message(page, /\S/).nth(-1).getByText('Waiting to be sent').waitFor({ state: 'detached' });
    }
    await message(page, 'I take the second one.').waitFor();
    await sidebar(page).getByRole('button', { name: 'tea' }).click();
    await sidebar(page).getByRole('button', { name: 'general' }).click();
    await message(page, 'I take the second one.').waitFor();
    const tea = await until(() => [...mira.session.rooms.values()].find(({ info }) => info.name === 'tea'));
    for (const text of ['The kettle is on.', 'And filled, this time.']) await mira.session.send(tea.id, text);
    await sidebar(page).getByRole('button', { name: 'tea 2 unread' }).waitFor();

    await resize(desktop, 1280, 800);
    await people(page).getByText('Chidi', { exact: true }).waitFor();
    guests.get('Noor')?.session.typing(guests.get('Noor')?.room.id ?? '');
    await page.getByText('Noor is typing…').waitFor();
    await picture(desktop, 'light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture(desktop, 'dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await resize(desktop, 400, 800);
    await page.getByRole('button', { name: 'Hosts and rooms' }).waitFor();
    await picture(desktop, 'narrow');
  });

  async function picture({ page }: Installation, name: string): Promise<void> {
    await page.mouse.move(0, 0);
    const { width, needed } = await page.evaluate(() => ({
      width: document.documentElement.clientWidth,
      needed: document.documentElement.scrollWidth,
    }));
    expect(needed, `width needed in ${name}`).toBeLessThanOrEqual(width);
    await message(page, 'I take the second one.').waitFor();
    await page.getByRole('textbox', { name: 'Message general' }).waitFor();
    await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' });
  }
});
