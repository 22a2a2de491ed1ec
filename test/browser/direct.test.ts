import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { browserTests, noBrowser, say } from '../support/browser.ts';
import { message, people, sidebar } from '../support/window.ts';

const direct = (page: Page) => page.getByRole('list', { name: 'Direct messages' });

describe.skipIf(noBrowser !== '')(`between some, not all ${noBrowser}`, () => {
  const { enter } = browserTests();

  it('two people talk alone, from a person’s card; nobody else sees that they do', async () => {
    const ada = await enter('Ada');
    const bo = await enter('Bo');
    const cy = await enter('Cy');
    await people(ada).getByRole('button', { name: 'Bo' }).click();
    const card = ada.getByRole('dialog', { name: 'Bo' });
    await card.getByText('online').waitFor();
    await card.getByRole('button', { name: 'Message', exact: true }).click();
    await card.waitFor({ state: 'detached' });
    await ada.getByRole('heading', { name: 'Bo' }).first().waitFor();
    await say(ada, 'just between us');
    await message(ada, 'just between us').waitFor();

    await direct(bo).getByRole('button', { name: 'Ada 1 unread' }).click();
    await message(bo, 'just between us').waitFor();
    expect(await bo.title()).toBe('Ada · Parley');
    await bo.getByRole('textbox', { name: 'Message Ada' }).waitFor();
    await say(bo, 'as it should be');
    await message(ada, 'as it should be').waitFor();
    expect(await ada.getByText(/made this room|joined/).count()).toBe(0);
    await ada.getByRole('button', { name: 'Room actions' }).click();
    expect(await ada.getByRole('menuitem').allInnerTexts()).toEqual(['Notifications…', 'Bookmarks', 'Export…']);
    await ada.keyboard.press('Escape');

    // Said in general after it: had Cy been told of the other room, he would know by now.
    await sidebar(ada).getByRole('button', { name: 'general' }).click();
    await say(ada, 'in the open');
    await message(cy, 'in the open').waitFor();
    expect(await direct(cy).count()).toBe(0);

    await ada.reload();
    await direct(ada).getByRole('button', { name: 'Bo' }).click();
    await message(ada, 'as it should be').waitFor();
  });

  it('a card opens by keyboard from a name, closes with Esc, and gives the focus back', async () => {
    const ada = await enter('Edda');
    const bo = await enter('Finn');
    await say(bo, 'hello from Finn');
    await message(ada, 'hello from Finn').waitFor();
    const name = ada.getByRole('article').getByRole('button', { name: 'Finn', exact: true });
    await name.focus();
    await ada.keyboard.press('Enter');
    const card = ada.getByRole('dialog', { name: 'Finn' });
    await card.waitFor();
    expect(await ada.evaluate(() => document.activeElement?.textContent.trim())).toBe('Message');
    await ada.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    expect(await name.evaluate((element) => element === document.activeElement)).toBe(true);
    await people(ada).getByRole('button', { name: 'Edda' }).click();
    const own = ada.getByRole('dialog', { name: 'Edda' });
    await own.getByText('This is you').waitFor();
    expect(await own.getByRole('button').count()).toBe(0);
  });

  it('a private room is seen by those invited, and left for good', async () => {
    const ada = await enter('Gro');
    const bo = await enter('Hal');
    const cy = await enter('Ida');
    await ada.getByRole('button', { name: 'New room' }).click();
    await ada.getByRole('textbox', { name: 'Name' }).fill('board');
    await ada.getByRole('switch', { name: 'Private' }).click();
    await ada.getByRole('button', { name: 'Make room' }).click();
    await ada.getByRole('heading', { name: 'Private: board' }).first().waitFor();
    await ada.getByRole('button', { name: 'Room actions' }).click();
    await ada.getByRole('menuitem', { name: 'Invite people…' }).click();
    const dialog = ada.getByRole('dialog', { name: 'People in “board”' });
    await dialog.getByLabel('Invite somebody').fill('hA');
    await dialog.getByRole('button', { name: 'Invite Hal' }).click();
    await dialog.getByRole('list', { name: 'Members' }).getByText('Hal').waitFor();
    await ada.keyboard.press('Escape');

    const board = sidebar(bo).getByRole('button', { name: 'Private: board' });
    await board.click();
    await say(bo, 'glad to be asked');
    await message(ada, 'glad to be asked').waitFor();
    await sidebar(ada).getByRole('button', { name: 'general' }).click();
    await say(ada, 'nothing to see');
    await message(cy, 'nothing to see').waitFor();
    expect(await sidebar(cy).getByText('board').count()).toBe(0);

    await bo.getByRole('button', { name: 'Room actions' }).click();
    await bo.getByRole('menuitem', { name: 'Leave room…' }).click();
    const leave = bo.getByRole('dialog', { name: 'Leave “board”?' });
    await leave.getByText('unless somebody in it invites you again').waitFor();
    await leave.getByRole('button', { name: 'Leave room' }).click();
    await board.waitFor({ state: 'detached' });
    await bo.getByRole('textbox', { name: 'Message general' }).waitFor();
  });

  it('on a phone a card rises from the foot, and its drawer makes way', async () => {
    await enter('Jo');
    const page = await enter('Kim', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    await page.getByRole('button', { name: /online, people/ }).tap();
    await page.getByRole('dialog', { name: 'People' }).getByRole('button', { name: 'Jo' }).tap();
    const card = page.getByRole('dialog', { name: 'Jo', exact: true });
    await card.waitFor();
    await page.getByRole('dialog', { name: 'People' }).waitFor({ state: 'detached' });
    await card.getByRole('button', { name: 'Message', exact: true }).tap();
    await page.getByRole('textbox', { name: 'Message Jo' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });
});
