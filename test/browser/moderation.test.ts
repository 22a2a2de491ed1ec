import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { browserTests, noBrowser, say, ServedHost } from '../support/browser.ts';
import { afterThisTest } from '../support/host.ts';
import { message, people } from '../support/window.ts';

const dialog = (page: Page, name: RegExp) => page.getByRole('dialog', { name });

describe.skipIf(noBrowser !== '')(`moderating ${noBrowser}`, () => {
  const { open } = browserTests();

  async function enter(url: string, name: string): Promise<Page> {
    const page = await open();
    await page.goto(url);
    await page.getByLabel('Your name').fill(name);
    await page.getByRole('button', { name: 'Join', exact: true }).click();
    return page;
  }

  /** The owner, who comes first from this computer, and a member, on a host of their own. */
  async function two(): Promise<{ url: string; ada: Page; bo: Page }> {
    const served = new ServedHost('Hall');
    afterThisTest(() => served.remove());
    await served.start();
    const ada = await enter(served.url, 'Ada');
    await ada.getByRole('log').waitFor();
    const bo = await enter(served.url, 'Bo');
    await bo.getByRole('log').waitFor();
    return { url: served.url, ada, bo };
  }

  async function act(page: Page, name: string, label: string): Promise<void> {
    await people(page).getByRole('button', { name }).click();
    await page.getByRole('dialog', { name, exact: true }).getByRole('button', { name: label }).click();
  }

  async function roomAction(page: Page, label: string): Promise<void> {
    await page.getByRole('button', { name: 'Room actions' }).click();
    await page.getByRole('menuitem', { name: label }).click();
  }

  async function manage(page: Page, tab: string): Promise<void> {
    await page.getByRole('button', { name: 'Actions for Hall' }).click();
    await page.getByRole('menuitem', { name: 'Manage host…' }).click();
    await dialog(page, /^Manage/)
      .getByRole('tab', { name: tab })
      .click();
  }

  it('one who is muted is told for how long and why, and speaks once that has ended', async () => {
    const { ada, bo } = await two();
    await bo.getByRole('textbox', { name: 'Message general' }).fill('let me speak');
    await act(ada, 'Bo', 'Mute…');
    await dialog(ada, /^Mute/).getByLabel('Reason').fill('caps');
    await dialog(ada, /^Mute/).getByRole('button', { name: 'Mute' }).click();
    await dialog(ada, /^Mute/).waitFor({ state: 'detached' });
    await bo.getByText(/A moderator has muted you\. The reason given: caps\. .* in 1 h/).waitFor();
    await bo.reload();
    await bo.getByText(/A moderator has muted you\. The reason given: caps\./).waitFor();
    expect(await bo.getByRole('textbox', { name: 'Message general' }).count()).toBe(0);
    await act(ada, 'Bo', 'Mute…');
    await dialog(ada, /^Mute/).getByText('Not any more').click();
    await dialog(ada, /^Mute/).getByRole('button', { name: 'Mute' }).click();
    await dialog(ada, /^Mute/).waitFor({ state: 'detached' });
    await bo.getByRole('textbox', { name: 'Message general' }).press('Enter');
    await message(ada, 'let me speak').waitFor();
  });

  it('in a slow room the composer says how long; in a locked one, that only moderators write', async () => {
    const { ada, bo } = await two();
    await roomAction(ada, 'Slow mode…');
    await dialog(ada, /^Slow mode/)
      .getByText('5 min')
      .click();
    await dialog(ada, /^Slow mode/)
      .getByRole('button', { name: 'Save' })
      .click();
    await bo.getByText('Slow mode: one message every 5 min.').waitFor();
    await say(bo, 'the first');
    await message(ada, 'the first').waitFor();
    await bo.getByText(/You can send the next in/).waitFor();
    await bo.getByRole('textbox', { name: 'Message general' }).fill('the second');
    await bo.keyboard.press('Enter');
    expect(await bo.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
    expect(await bo.getByRole('textbox', { name: 'Message general' }).inputValue()).toBe('the second');
    await say(ada, 'I need not wait');
    await say(ada, 'not at all');
    await message(bo, 'not at all').waitFor();

    await roomAction(ada, 'Lock room');
    await bo.getByText('This room is locked: only moderators can write in it.').waitFor();
    await ada.getByText('Locked · Slow, 5 min').waitFor();
    await bo.getByText('Ada locked the room: only moderators write').waitFor();
    await say(ada, 'order');
    await message(bo, 'order').waitFor();
    await roomAction(ada, 'Unlock room');
    await bo.getByRole('textbox', { name: 'Message general' }).waitFor();
    await expect.poll(() => bo.getByRole('textbox', { name: 'Message general' }).inputValue()).toBe('the second');
  });

  it('a banned person is out until the ban is lifted; the log tells it all', async () => {
    const { ada, bo } = await two();
    await act(ada, 'Bo', 'Ban…');
    await dialog(ada, /^Ban/).getByLabel('Reason').fill('spam');
    await dialog(ada, /^Ban/).getByRole('button', { name: 'Ban' }).click();
    await bo.getByText(/You are not welcome on this host at present\. The reason given: spam\. It ends/).waitFor();
    await manage(ada, 'Bans');
    await ada.getByText(/by Ada · spam/).waitFor();
    await ada.getByRole('button', { name: 'Lift the ban of Bo' }).click();
    await ada.getByText('Nobody is banned.').waitFor();
    await bo.getByRole('button', { name: 'More…' }).click();
    await bo.getByRole('button', { name: 'Try again' }).click();
    await bo.getByRole('dialog').waitFor({ state: 'detached' });
    await ada.getByRole('tab', { name: 'Log' }).click();
    for (const entry of ['Ada lifted the ban of Bo', 'Ada banned Bo', 'Ada became the owner'])
      await ada.getByText(entry).waitFor();
  });

  it('a message is reported, removed, and with it all its author said; whom one ignores is folded away', async () => {
    const { ada, bo } = await two();
    const inMenu = async (page: Page, text: string, label: string): Promise<void> => {
      await message(page, text).focus();
      await page.keyboard.press('Enter');
      await page
        .getByRole('dialog', { name: /^Actions for/ })
        .getByRole('button', { name: label })
        .click();
    };
    await say(bo, 'buy one');
    await say(bo, 'buy two');
    await say(ada, '@Bo please stop');
    await inMenu(bo, 'please stop', 'Report…');
    await dialog(bo, /^Report/)
      .getByLabel('What is wrong with it')
      .fill('bossy');
    await bo.keyboard.press('Enter');
    await bo.getByText('The moderators of this host have been told.').waitFor();
    await bo.keyboard.press('Escape');
    await ada.getByText('Bo has reported a message of Ada.').waitFor();

    await act(bo, 'Ada', 'Ignore');
    await bo.keyboard.press('Escape');
    await bo.getByText('A message by Ada, whom you ignore').waitFor();
    expect(await bo.getByText('please stop').count()).toBe(0);
    await bo.getByRole('button', { name: 'Show', exact: true }).click();
    await message(bo, 'please stop').waitFor();
    await bo.reload();
    await bo.getByText('A message by Ada, whom you ignore').waitFor();
    await bo.getByRole('button', { name: 'Settings' }).click();
    await bo.getByRole('tab', { name: 'Privacy' }).click();
    await bo.getByRole('button', { name: 'Stop ignoring Ada' }).click();
    await bo.keyboard.press('Escape');
    await message(bo, 'please stop').waitFor();

    await inMenu(ada, 'buy one', 'Remove…');
    await dialog(ada, /^Delete the message by Bo/)
      .getByRole('button', { name: 'Delete' })
      .click();
    await bo.getByText('Ada, a moderator, removed this message.').waitFor();
    await act(ada, 'Bo', 'Remove their last hour…');
    await dialog(ada, /^Remove what/)
      .getByRole('button', { name: 'Remove' })
      .click();
    await ada.getByText('1 message removed.').waitFor();
    await expect.poll(() => bo.getByText('Ada, a moderator, removed this message.').count()).toBe(2);
    expect(await bo.getByText('buy two').count()).toBe(0);

    await ada.keyboard.press('Escape');
    await manage(ada, 'Log');
    await ada.getByText('1 message · in 1 room').waitFor();
    expect(await ada.getByText('Bo has reported a message of Ada.').count()).toBe(0);
    const reported = ada.getByRole('listitem').filter({ hasText: 'Bo reported a message of Ada' });
    expect(await reported.innerText()).toContain('in general · bossy');
    await reported.getByRole('button', { name: 'Show message' }).click();
    await ada.getByRole('dialog').waitFor({ state: 'detached' });
    await message(ada, 'please stop').and(ada.locator(':focus')).waitFor();
  });

  it('newcomers read from their joining on where a moderator wants it so, until everyone may read all', async () => {
    const { url, ada, bo } = await two();
    await say(ada, 'between us');
    const policy = async (choice: string): Promise<void> => {
      await roomAction(ada, 'History for newcomers…');
      await dialog(ada, /^History/)
        .getByText(choice, { exact: true })
        .click();
      await dialog(ada, /^History/)
        .getByRole('button', { name: 'Save' })
        .click();
    };
    await policy('From their joining on');
    await bo.getByText('Ada lets newcomers read only what is said from their joining on').waitFor();
    const cy = await enter(url, 'Cy');
    await cy.getByText('You read this room from your joining on.').waitFor();
    await say(ada, 'welcome');
    await message(cy, 'welcome').waitFor();
    expect(await cy.getByText('between us').count()).toBe(0);
    await policy('Everything');
    await message(cy, 'between us').waitFor();
  });

  it('newcomers knock; the owner hears it, sees it, and lets one in', async () => {
    const { url, ada } = await two();
    await manage(ada, 'Access');
    await ada.getByRole('radio', { name: /^After approval/ }).check();
    await ada.getByRole('button', { name: 'Save' }).click();
    await ada.getByText('Saved.').waitFor();
    await ada.keyboard.press('Escape');
    const cy = await enter(url, 'Cy');
    await cy.getByText('Waiting to be let in').waitFor();
    await ada.getByRole('button', { name: '1 person waits to be let in' }).waitFor();
    await ada.getByText('Cy would like to come in.').waitFor();
    await ada.getByRole('button', { name: 'Look' }).click();
    await ada.getByRole('button', { name: 'Let Cy in' }).click();
    await ada.getByText('Nobody is waiting.').waitFor();
    await cy.getByRole('log').waitFor();
    const di = await enter(url, 'Di');
    await ada.getByRole('button', { name: 'Turn Di away' }).click();
    await ada.getByText('Nobody is waiting.').waitFor();
    await di.getByText('Somebody there has turned you away.').waitFor();
    expect(await ada.getByText('Di would like to come in.').count()).toBe(0);
    await ada.keyboard.press('Escape');
    expect(await ada.getByText('waits to be let in').count()).toBe(0);
  });

  it('roles are given, and with them what is offered; the host is handed over', async () => {
    const { ada, bo } = await two();
    expect(
      await bo
        .getByRole('button', { name: 'Actions for Hall' })
        .click()
        .then(() => bo.getByRole('menuitem', { name: 'Manage host…' }).count()),
    ).toBe(0);
    await bo.keyboard.press('Escape');
    await manage(ada, 'Members');
    await ada.getByRole('button', { name: 'Actions for Bo' }).click();
    await ada.getByRole('menuitem', { name: 'Make moderator…' }).click();
    await ada.getByRole('button', { name: 'Make moderator', exact: true }).click();
    await ada.getByText('Moderator · Online').waitFor();
    await manage(bo, 'Access');
    await bo.getByText('Only the owner of the host can change this.').waitFor();
    expect(await bo.getByRole('radio', { name: /^Everyone/ }).isDisabled()).toBe(true);
    await ada.getByRole('button', { name: 'Actions for Bo' }).click();
    await ada.getByRole('menuitem', { name: 'Hand the host over…' }).click();
    await ada.getByRole('button', { name: 'Hand over' }).click();
    await ada.getByText('Moderator · You').waitFor();
    await expect.poll(() => bo.getByRole('radio', { name: /^Everyone/ }).isDisabled()).toBe(false);
  });
});
