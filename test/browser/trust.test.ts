import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src-main/store/sqlite/open.ts';
import { Looker } from '../support/axe.ts';
import { browserTests, noBrowser, say } from '../support/browser.ts';
import { PAGE_DEFAULT } from '../../src-shared/protocol/limits.ts';
import { join } from '../support/host.ts';
import { newIdentity } from '../support/people.ts';
import { message, people } from '../support/window.ts';

async function compare(page: Page, name: string): Promise<string[]> {
  await people(page).getByRole('button', { name }).click();
  const card = page.getByRole('dialog', { name });
  await card.getByRole('button', { name: 'Compare keys' }).click();
  const words = card.getByRole('list', { name: 'Words to compare' }).getByRole('listitem');
  await words.first().waitFor();
  return words.allTextContents();
}

async function act(page: Page, text: string, name: string): Promise<void> {
  await message(page, text).first().hover();
  await message(page, text).first().getByRole('button', { name: 'More actions' }).click();
  await page
    .getByRole('dialog', { name: /^Actions for/ })
    .getByRole('button', { name, exact: true })
    .click();
}

/** Who says something else than was said in what is quoted and listed, and keeps the messages themselves back. */
async function lyingBetween(page: Page, truth: string, lie: string): Promise<{ begin(): void; end(): void }> {
  let lying = false;
  const asked = new Map<number, string>();
  const held: (() => void)[] = [];
  await page.routeWebSocket(/\/session$/, (ws) => {
    const server = ws.connectToServer();
    ws.onMessage((text) => {
      const { id, type } = JSON.parse(String(text)) as { id: number; type: string };
      asked.set(id, type);
      server.send(text);
    });
    server.onMessage((text) => {
      const { id = 0 } = JSON.parse(String(text)) as { id?: number };
      const pass = (said: string): void => {
        ws.send(said);
      };
      if (!lying) pass(String(text));
      else if (['messages', 'history'].includes(asked.get(id) ?? ''))
        held.push(() => {
          pass(String(text));
        });
      else pass(String(text).replaceAll(truth, lie));
    });
  });
  return {
    begin: () => {
      lying = true;
    },
    end: () => {
      lying = false;
      for (const release of held.splice(0)) release();
    },
  };
}

/** What the host has changed is shown as such wherever it is shown: in quotes, pins, search and former versions. */
async function shownAsForged(ada: Page): Promise<void> {
  const quote = message(ada, 'I will be there').getByRole('button', { name: 'Reply to Bo: meet me at midnight' });
  await quote.and(ada.getByRole('button', { name: 'Not proven to be from Bo' })).waitFor();
  await ada.getByRole('button', { name: 'Pinned messages' }).click();
  const pins = ada.getByRole('region', { name: 'Pinned messages' }).getByRole('listitem');
  await pins.filter({ hasText: 'meet me at midnight' }).getByText('Not proven to be from Bo').waitFor();
  await ada.keyboard.press('ControlOrMeta+Shift+b');
  const marks = ada.getByRole('region', { name: 'Bookmarks' }).getByRole('listitem');
  await marks.filter({ hasText: 'meet me at midnight' }).getByText('Not proven to be from Bo').waitFor();
  await ada.keyboard.press('ControlOrMeta+f');
  await ada.keyboard.type('noon');
  const found = ada.getByRole('list', { name: 'Found messages' }).getByRole('listitem');
  await found.filter({ hasText: 'meet me at midnight' }).getByText('Not proven to be from Bo').waitFor();
  await message(ada, 'tea at five')
    .getByRole('button', { name: /^Edited / })
    .click();
  const versions = ada.getByRole('dialog', { name: 'What Bo wrote' }).getByRole('listitem');
  await versions.filter({ hasText: 'no tea' }).getByText('Not proven to be from Bo').waitFor();
  expect(await versions.filter({ hasText: 'tea at five' }).getByText('Not proven').count()).toBe(0);
  await ada.keyboard.press('Escape');
}

describe.skipIf(noBrowser !== '')(`who is who ${noBrowser}`, () => {
  const { host, enter, open } = browserTests();

  it('two people compare words and mark each other; what a host forges, and another key, are shown as such', async () => {
    const ada = await enter('Ada');
    const bo = await enter('Bo');
    await say(bo, 'meet me at noon');
    await say(bo, 'bring the map');
    await message(ada, 'bring the map').waitFor();
    await say(bo, 'tea at four');
    await message(bo, 'tea at four').waitFor();
    // What is still on its way to the host cannot be edited yet.
    const box = bo.getByRole('textbox', { name: /^Message / });
    const begun = async () => {
      await box.press('ArrowUp');
      return box.inputValue();
    };
    await expect.poll(begun).toBe('tea at four');
    await say(bo, 'tea at five');
    await message(ada, 'tea at five').waitFor();
    await act(ada, 'meet me at noon', 'Pin for everyone');
    await act(ada, 'meet me at noon', 'Bookmark');
    await act(ada, 'meet me at noon', 'Reply');
    await say(ada, 'I will be there');
    await message(ada, 'I will be there').getByRole('button', { name: 'Reply to Bo: meet me at noon' }).waitFor();
    const words = await compare(ada, 'Bo');
    expect(words).toHaveLength(12);
    expect(await compare(bo, 'Ada')).toEqual(words);
    await ada.getByRole('button', { name: 'Mark as verified' }).click();
    await ada.keyboard.press('Escape');
    await people(ada).getByRole('button', { name: 'Bo Verified' }).waitFor();
    expect(await ada.getByText('Not proven').count()).toBe(0);
    // What one reads to others from one's own settings is what they see on one's card.
    const seen = await bo.getByRole('dialog', { name: 'Ada' }).locator('code').allTextContents();
    await ada.keyboard.press('Control+,');
    await ada.getByRole('tab', { name: 'Profile' }).click();
    const own = ada.getByRole('region', { name: 'Your key' }).locator('code');
    await own.first().waitFor();
    expect((await own.allTextContents()).sort()).toEqual(seen.sort());
    expect(seen.some((text) => /^(?:[a-z]{3,8} ){5}[a-z]{3,8}$/.test(text))).toBe(true);
    await ada.keyboard.press('Escape');

    await bo.context().close();
    await host.stop();
    const db = openDatabase(host.dataDir);
    db.prepare("UPDATE events SET text = 'meet me at midnight' WHERE text = 'meet me at noon'").run();
    db.prepare("UPDATE events SET text = 'no tea' WHERE text = 'tea at four'").run();
    db.prepare("UPDATE members SET key = ? WHERE name = 'Bo'").run(newIdentity().key);
    db.close();
    await host.start();
    await ada.reload();
    await message(ada, 'meet me at midnight').getByText('Not proven to be from Bo').waitFor();
    expect(await message(ada, 'bring the map').getByText('Not proven').count()).toBe(0);
    await shownAsForged(ada);
    const alert = ada.getByRole('alert').filter({ hasText: 'Bo has another key than the one you verified' });
    const { look, found } = new Looker();
    await ada.emulateMedia({ reducedMotion: 'reduce' });
    await look(ada, 'another key', 'main [role=alert]');
    await alert.getByRole('button', { name: 'Look into it' }).click();
    const card = ada.getByRole('dialog', { name: 'Bo' });
    await card.getByText('Perhaps Bo has a new computer').waitFor();
    await look(ada, 'what another key may mean', '[popover]:popover-open');
    expect(found).toEqual([]);
    await card.getByRole('button', { name: 'Accept the new key' }).click();
    await alert.waitFor({ state: 'detached' });
    await message(ada, 'bring the map').getByText('Not proven to be from Bo').waitFor();
  });

  it('what a host says of a message is marked as its word alone until the message itself has come', async () => {
    const { session: bo, room } = await join(`${host.url.replace('http', 'ws')}session`, 'Bea');
    const ada = await open();
    const lies = await lyingBetween(ada, 'the vault opens at seven', 'the vault opens at nine');
    await ada.goto(host.url);
    await ada.getByLabel('Your name').fill('Ada');
    await ada.getByRole('button', { name: 'Join' }).click();
    await ada.getByRole('log').waitFor();
    await bo.send(room.id, 'the vault opens at seven');
    await act(ada, 'the vault opens at seven', 'Bookmark');
    const replyTo =
      room.window.events.find((event) => event.kind === 'message' && event.text.includes('vault'))?.id ?? '';
    // So far back that it is not loaded with the newest.
    for (let i = 0; i < PAGE_DEFAULT; i += 1) await bo.send(room.id, `and ${String(i)}`);
    await bo.send(room.id, 'bring tools', { replyTo });
    await message(ada, 'bring tools').waitFor();

    lies.begin();
    await ada.reload();
    const quote = message(ada, 'bring tools').getByRole('button', { name: /^Reply to Bea/ });
    const edge = () => quote.evaluate((element) => getComputedStyle(element).borderInlineStartStyle);
    await quote.and(ada.getByRole('button', { name: 'opens at nine Signature not checked yet' })).waitFor();
    expect(await edge()).toBe('dotted');
    await ada.keyboard.press('ControlOrMeta+Shift+b');
    const mark = ada.getByRole('region', { name: 'Bookmarks' }).getByRole('listitem');
    await mark.filter({ hasText: 'opens at nine' }).getByText('Signature not checked yet').waitFor();

    lies.end();
    await quote.and(ada.getByRole('button', { name: 'Reply to Bea: the vault opens at seven', exact: true })).waitFor();
    await expect.poll(edge).toBe('solid');
    await mark.filter({ hasText: 'opens at seven' }).waitFor();
    await expect.poll(() => mark.getByText('not checked').count()).toBe(0);
    expect(await ada.getByText('opens at nine').count()).toBe(0);
    bo.stop();
  });
});
