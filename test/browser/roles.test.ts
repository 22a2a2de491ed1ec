import type { Locator, Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { LEAST, may, type Action } from '../../src-shared/domain/permissions.ts';
import { toBase64 } from '../../src-shared/domain/picture.ts';
import type { Member } from '../../src-shared/protocol/rooms.ts';
import { browserTests, noBrowser } from '../support/browser.ts';
import { join } from '../support/host.ts';
import { jpegOf } from '../support/pictures.ts';
import { until } from '../support/wait.ts';
import { message, sidebar } from '../support/window.ts';

/** What is offered for each thing that not everyone may do, by the words on it, in the places where one looks for it. */
const OFFERS: Record<
  'room' | 'private' | 'message' | 'card' | 'person' | 'tab' | 'access',
  Partial<Record<Action, string>>
> = {
  room: {
    'room.change': 'Name and topic…',
    'room.history': 'History for newcomers…',
    'room.slow': 'Slow mode…',
    'room.lock': 'Unlock room',
    'room.export': 'Export…',
    'room.archive': 'Archive room…',
  },
  private: { 'room.invite': 'Invite people…' },
  message: { 'message.pin': 'Pin for everyone', 'message.remove': 'Remove…' },
  card: {
    'member.mute': 'Mute…',
    'member.kick': 'Send away…',
    'member.ban': 'Ban…',
    'member.role': 'Make moderator…',
    'member.picture': 'Remove their picture',
  },
  person: { 'host.handover': 'Hand the host over…' },
  access: { 'host.access': 'Everyone' },
  tab: { 'invite.make': 'Invites', 'member.admit': 'Waiting', 'audit.read': 'Log' },
};

async function namesOf(found: Locator): Promise<string[]> {
  await found.first().waitFor();
  return (await found.allInnerTexts()).map((text) => text.split('\n')[0] ?? '');
}

async function inRoom(page: Page, name: string): Promise<void> {
  await sidebar(page).getByRole('button', { name }).first().click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

async function menu(page: Page, name: string): Promise<string[]> {
  await page.getByRole('button', { name, exact: true }).click();
  const names = await namesOf(page.getByRole('menuitem'));
  await page.keyboard.press('Escape');
  return names;
}

/** Goes where things are offered, and collects the words of all of them. */
async function offered(page: Page): Promise<Record<keyof typeof OFFERS, string[]>> {
  const room = await menu(page, 'Room actions');
  await message(page, 'hello').getByRole('button', { name: 'Cy', exact: true }).click();
  const card = page.getByRole('dialog', { name: 'Cy', exact: true });
  // A moderator's card knows more a moment later.
  await card.getByText('Online', { exact: false }).first().waitFor();
  const onCard = await namesOf(card.getByRole('listitem').getByRole('button'));
  await page.keyboard.press('Escape');
  await message(page, 'hello').focus();
  await page.keyboard.press('Enter');
  const actions = page.getByRole('dialog', { name: /^Actions for/ });
  const onMessage = await namesOf(actions.getByRole('button'));
  await page.keyboard.press('Escape');
  await inRoom(page, 'secret');
  const inPrivate = await menu(page, 'Room actions');
  const found = { room, private: inPrivate, message: onMessage, card: onCard, person: [], tab: [], access: [] };
  if (!(await menu(page, 'Actions for Test host')).includes('Manage host…')) return found;
  return { ...found, ...(await managed(page)) };
}

async function managed(page: Page): Promise<{ tab: string[]; person: string[]; access: string[] }> {
  await page.getByRole('button', { name: 'Actions for Test host' }).click();
  await page.getByRole('menuitem', { name: 'Manage host…' }).click();
  const tab = await namesOf(page.getByRole('tab'));
  // Nobody may change it before the host has said what it is: then it is marked.
  const everyone = page.getByRole('radio', { name: /^Everyone/, checked: true });
  await everyone.waitFor();
  const access = (await everyone.isDisabled()) ? [] : ['Everyone'];
  await page.getByRole('tab', { name: 'Members' }).click();
  const person = await menu(page, 'Actions for Cy');
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
  return { tab, person, access };
}

describe.skipIf(noBrowser !== '')(`the window of each role ${noBrowser}`, () => {
  const { host, open } = browserTests();

  it('offers what this role may do, and nothing that the host would refuse', async () => {
    // The owner's page, whom the host allows everything, is told of a lesser role: what it offers then is its own doing.
    let me: Member | null = null;
    let tell = (_push: object): void => undefined;
    const page = await open();
    await page.routeWebSocket(/\/session$/, (ws) => {
      const server = ws.connectToServer();
      tell = (push) => {
        ws.send(JSON.stringify(push));
      };
      server.onMessage((frame) => {
        me ??= (JSON.parse(String(frame)) as { result?: { me?: Member } }).result?.me ?? null;
        ws.send(frame);
      });
    });
    await page.goto(host.url);
    await page.getByLabel('Your name').fill('Ada');
    await page.getByRole('button', { name: 'Join' }).click();
    await page.getByRole('log').waitFor();
    const { session: cy } = await join(host.url.replace('http', 'ws') + 'session', 'Cy');
    await cy.request('picture.set', { picture: toBase64(jpegOf()) });
    const ada = await until(() => me);
    await cy.invite((await cy.createRoom('secret', '', 'private')).id, ada.id);
    await cy.send((await cy.createRoom('vault', '')).id, 'hello');
    await inRoom(page, 'vault');
    await page.getByRole('button', { name: 'Room actions' }).click();
    await page.getByRole('menuitem', { name: 'Lock room' }).click();
    await page.getByText('Locked', { exact: true }).waitFor();

    for (const role of ['owner', 'moderator', 'member', 'guest'] as const) {
      tell({ type: 'member', member: { ...ada, role } });
      await inRoom(page, 'vault');
      const writes = page.getByRole('textbox', { name: 'Message vault' });
      await writes.waitFor({ state: may(role, 'room.speak.locked') ? 'visible' : 'detached' });
      const found = await offered(page);
      for (const [place, offers] of Object.entries(OFFERS) as [
        keyof typeof OFFERS,
        Partial<Record<Action, string>>,
      ][]) {
        const is = Object.entries(offers).filter(([, words]) => found[place].includes(words));
        const ought = Object.entries(offers).filter(([action]) => may(role, action as Action));
        expect({ role, place, offers: is }).toEqual({ role, place, offers: ought });
      }
      await page.getByRole('textbox', { name: 'Message secret' }).fill('@roo');
      const everyone = page.getByRole('option', { name: /^@room/ });
      if (may(role, 'mention.room')) await everyone.waitFor();
      else expect(await everyone.count()).toBe(0);
      await page.getByRole('textbox', { name: 'Message secret' }).fill('');
    }
  });

  it('all that the table of permissions has is looked at here, or is everyone’s', () => {
    const seen = Object.values(OFFERS).flatMap((offers) => Object.keys(offers));
    const elsewhere = ['room.speak.locked', 'mention.room'];
    const rest = Object.keys(LEAST).filter((action) => !seen.includes(action) && !elsewhere.includes(action));
    expect(rest).toEqual(['room.create']);
  });
});
