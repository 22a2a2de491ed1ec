import type { Locator, Page } from 'playwright';

/** A state of the window: how to come there from the room, with nothing open, and what of it is new. */
export interface Screen {
  name: string;
  open: (page: Page) => Promise<unknown>;
  /** What is looked at; the whole page where it is left out. */
  part?: string;
}

const DIALOG = 'dialog[open]';
const POPOVER = '[popover]:popover-open';
const SIDE = 'aside:last-of-type';

const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name, exact: true });
const message = (page: Page, text: string): Locator =>
  page.getByRole('log').first().getByRole('article').filter({ hasText: text }).first();

async function act(page: Page, text: string, name: string | RegExp): Promise<void> {
  await message(page, text).focus();
  await message(page, text).getByRole('button', { name: 'More actions' }).click();
  const menu = page.getByRole('dialog', { name: /^Actions for/ });
  await menu.waitFor();
  if (name !== '') await menu.getByRole('button', { name, exact: true }).click();
}

async function roomAction(page: Page, name: string): Promise<void> {
  await button(page, 'Room actions').click();
  if (name !== '') await page.getByRole('menuitem', { name, exact: true }).click();
}

async function card(page: Page, name: string, action = ''): Promise<void> {
  await message(page, 'Who brings').getByRole('button', { name, exact: true }).click();
  const dialog = page.getByRole('dialog', { name, exact: true });
  await dialog.waitFor();
  if (action !== '') await dialog.getByRole('button', { name: action, exact: true }).click();
}

const inRoom = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation').getByRole('button', { name }).first().click();

const dialogOf = (name: string, open: Screen['open']): Screen => ({ name, open, part: DIALOG });

function settings(section: string): Screen {
  return dialogOf(`settings: ${section}`, async (page) => {
    await page.keyboard.press('Control+,');
    await page.getByRole('tab', { name: section }).click();
  });
}

function manage(tab: string): Screen {
  return dialogOf(`manage: ${tab}`, async (page) => {
    await page
      .getByRole('button', { name: /^Actions for / })
      .first()
      .click();
    await page.getByRole('menuitem', { name: 'Manage host…' }).click();
    await page.getByRole('tab', { name: tab }).click();
  });
}

/** Every screen of the app's window, for the owner of a host filled by `fillHost`. Esc leads back from each. */
export const SCREENS: readonly Screen[] = [
  {
    name: 'room',
    open: async (page) => {
      await message(page, 'a spoiler').waitFor();
      await message(page, 'Who brings').focus();
    },
  },
  {
    name: 'search',
    open: async (page) => {
      await page.keyboard.press('Control+f');
      await page.getByRole('textbox', { name: 'Search messages' }).or(page.getByRole('searchbox')).fill('cups');
      await page.getByRole('list', { name: 'Found messages' }).getByRole('button').first().waitFor();
    },
    part: SIDE,
  },
  { name: 'pins', open: (page) => button(page, 'Pinned messages').click(), part: SIDE },
  { name: 'bookmarks', open: (page) => page.keyboard.press('Control+Shift+b'), part: SIDE },
  { name: 'thread', open: (page) => button(page, /^3 replies/).click(), part: SIDE },
  { name: 'message actions', open: (page) => act(page, 'Who brings', ''), part: POPOVER },
  {
    name: 'emoji',
    open: async (page) => {
      await button(page, 'Emoji').click();
      // All of them would be more of the same, eighteen hundred times.
      await page.getByRole('searchbox', { name: 'Search emoji' }).fill('cat');
      await page.getByRole('button', { name: 'cat face', exact: true }).waitFor();
    },
    part: POPOVER,
  },
  dialogOf('delete', (page) => act(page, 'a spoiler', 'Remove…')),
  dialogOf('versions', (page) =>
    message(page, 'Forty-two')
      .getByRole('button', { name: /^Edited/ })
      .click(),
  ),
  dialogOf('forward', (page) => act(page, 'Who brings', 'Forward…')),
  dialogOf('report', (page) => act(page, 'Who brings', 'Report…')),
  { name: 'person card', open: (page) => card(page, 'Grace Hopper'), part: POPOVER },
  dialogOf('mute', (page) => card(page, 'Grace Hopper', 'Mute…')),
  dialogOf('ban', (page) => card(page, 'Grace Hopper', 'Ban…')),
  {
    name: 'compare keys',
    open: async (page) => {
      await card(page, 'Grace Hopper', 'Compare keys');
      await page.getByRole('list', { name: 'Words to compare' }).waitFor();
    },
    part: POPOVER,
  },
  // From here on little is in sight behind what is looked at: each look is quicker by it.
  { name: 'empty room', open: (page) => inRoom(page, 'empty') },
  { name: 'room menu', open: (page) => roomAction(page, ''), part: POPOVER },
  dialogOf('name and topic', (page) => roomAction(page, 'Name and topic…')),
  dialogOf('history', (page) => roomAction(page, 'History for newcomers…')),
  dialogOf('notifications of a room', (page) => roomAction(page, 'Notifications…')),
  dialogOf('export', (page) => roomAction(page, 'Export…')),
  dialogOf('slow mode', (page) => roomAction(page, 'Slow mode…')),
  {
    name: 'own card',
    open: (page) => page.getByRole('button', { name: /How others see you$/ }).click(),
    part: POPOVER,
  },
  dialogOf('palette', (page) => page.keyboard.press('Control+k')),
  dialogOf('shortcuts', async (page) => {
    await page.getByRole('log').first().focus();
    await page.keyboard.press('?');
  }),
  dialogOf('new room', (page) => button(page, 'New room').click()),
  dialogOf('connect', (page) => button(page, 'Connect by address').click()),
  dialogOf('hosting', (page) => page.getByRole('button', { name: /^Hosting/ }).click()),
  ...['Profile', 'Appearance', 'Notifications', 'Hosting', 'Start and close', 'Privacy', 'Data'].map(settings),
  ...['Access', 'Invites', 'Members', 'Bans', 'Log'].map(manage),
  {
    name: 'about the host',
    open: (page) => button(page, /: about Test host$/).click(),
    part: POPOVER,
  },
  {
    name: 'an unknown command',
    open: async (page) => {
      await page.getByRole('textbox', { name: /^Message / }).fill('/juggle');
      await page.keyboard.press('Enter');
    },
    part: 'main',
  },
  dialogOf('archive a room', async (page) => {
    await inRoom(page, 'Rechts');
    await roomAction(page, 'Archive room…');
  }),
  dialogOf('people of a private room', async (page) => {
    await inRoom(page, 'plans');
    await roomAction(page, 'Invite people…');
  }),
  dialogOf('leave a private room', (page) => roomAction(page, 'Leave room…')),
];
