import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { REFUSALS } from '../../src-shared/protocol/errors.ts';
import { Looker } from '../support/axe.ts';
import {
  engineSays,
  foundHost,
  linkComes,
  pretendDesktop,
  settingsFail,
  type DesktopScript,
} from '../support/browser-desktop.ts';
import { browserTests, noBrowser } from '../support/browser.ts';
import { fillHost } from '../support/full-room.ts';
import { guarded, socketUrl } from '../support/guarded.ts';
import { afterThisTest } from '../support/host.ts';
import { newSession } from '../support/people.ts';
import { SCREENS } from '../support/screens.ts';
import { sidebar } from '../support/window.ts';

const DIALOG = 'dialog[open]';
const CHANGED = { code: 'key-changed', message: 'This host has another key than before.' };

describe.skipIf(noBrowser !== '')(`axe ${noBrowser}`, () => {
  const { host, open } = browserTests();
  // So high a window that every row is in sight: what is scrolled away cannot be judged.
  const high = { reducedMotion: 'reduce', viewport: { width: 1280, height: 1_800 } } as const;

  /** The screens of one who is on a host: beside the timeline, above it, and dialogs; then the same on a narrow screen. */
  async function inside(page: Page, { look }: Looker): Promise<void> {
    for (const { name, open, part } of SCREENS) {
      await open(page);
      await look(page, name, part);
      for (let i = 0; i < 2; i += 1) await page.keyboard.press('Escape');
    }
    await sidebar(page).getByRole('button', { name: 'general' }).click();
    await page.setViewportSize({ width: 400, height: 740 });
    await look(page, 'narrow');
    await page.getByRole('button', { name: 'Hosts and rooms' }).click();
    await look(page, 'narrow, rooms', DIALOG);
    await page.keyboard.press('Escape');
    await page.setViewportSize(high.viewport);
    await sidebar(page).getByRole('button', { name: 'empty' }).click();
  }

  /** Somebody knocks: the owner is told, and finds them in a list. */
  async function waiting(page: Page, { look }: Looker): Promise<void> {
    const manage = async (tab: string): Promise<void> => {
      await page.getByRole('button', { name: 'Actions for Test host' }).click();
      await page.getByRole('menuitem', { name: 'Manage host…' }).click();
      await page.getByRole('tab', { name: tab }).click();
    };
    await manage('Access');
    await page.getByRole('radio', { name: /^After approval/ }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await page.keyboard.press('Escape');
    const zoe = newSession({ url: `${host.url.replace('http', 'ws')}session`, name: 'Zoe' });
    afterThisTest(() => {
      zoe.stop();
      return undefined;
    });
    zoe.start();
    await page.getByText('Zoe would like to come in.').waitFor();
    await look(page, 'somebody knocks');
    await manage('Waiting');
    await page.getByRole('button', { name: 'Let Zoe in' }).waitFor();
    await look(page, 'manage: Waiting', DIALOG);
    await page.keyboard.press('Escape');
  }

  /** What comes from outside the window: a link to another host, and settings that could not be read. */
  async function outside(page: Page, { look }: Looker): Promise<void> {
    await linkComes(page, `parley://192.168.7.7:9293/?fp=${'A'.repeat(43)}`);
    await page.getByRole('dialog').getByText('192.168.7.7:9293').waitFor();
    await look(page, 'a link from outside', DIALOG);
    await page.keyboard.press('Escape');
    await settingsFail(page, { kind: 'unreadable', kept: '/home/ada/.config/Parley/settings.broken.json' });
    await page.getByRole('alert').filter({ hasText: 'settings.broken.json' }).waitFor();
    await look(page, 'settings that could not be read', '[role=alert]');
    await page.getByRole('button', { name: 'Dismiss' }).click();
  }

  /** A host that asks for something first, then one whose key has changed. */
  async function doors(page: Page, failures: NonNullable<DesktopScript['failures']>, { look }: Looker): Promise<void> {
    const { served, owner } = await guarded({ policy: 'password', password: 'open sesame' });
    const dialog = page.getByRole('dialog');
    const connect = async (): Promise<void> => {
      await page.getByRole('button', { name: 'Connect by address' }).click();
      await page.getByRole('textbox', { name: 'Address' }).fill(served.url);
      await page.keyboard.press('Enter');
    };
    await connect();
    await dialog.getByLabel('Password').fill('open barley');
    await page.keyboard.press('Enter');
    await dialog.getByText('That is not the password.').waitFor();
    await look(page, 'join by password', DIALOG);
    await page.keyboard.press('Escape');
    for (const [policy, words] of [
      ['invite', 'takes newcomers by invite'],
      ['approval', 'Waiting to be let in'],
    ] as const) {
      await owner.request('access.set', { policy });
      await connect();
      await dialog.getByText(words).waitFor();
      await look(page, `join: ${policy}`, DIALOG);
      await page.keyboard.press('Escape');
    }
    await owner.request('access.set', { policy: 'open' });
    await connect();
    await sidebar(page)
      .getByRole('region', { name: 'Guarded host' })
      .getByRole('button', { name: 'general' })
      .waitFor();
    failures[socketUrl(served)] = CHANGED;
    await served.stop();
    await page.getByRole('button', { name: 'What to do…' }).click();
    await look(page, 'key changed', DIALOG);
    await page.getByRole('button', { name: 'Trust the new key…' }).click();
    await look(page, 'trust', `${DIALOG}:last-of-type`);
    for (let i = 0; i < 2; i += 1) await page.keyboard.press('Escape');
    await look(page, 'key changed, behind');
  }

  it('finds nothing on any screen, in light, in dark and in high contrast', async () => {
    const looker = new Looker();
    const { look } = looker;
    const page = await open(high);
    const { id } = (await fetch(`${host.url}health`).then((answer) => answer.json())) as { id: string };
    const failures: DesktopScript['failures'] = {};
    const url = `${host.url.replace('http', 'ws')}session`;
    await pretendDesktop(page, { found: [foundHost(id, 'Test host', url)], failures });
    await page.goto(host.url);
    await page.getByRole('textbox', { name: 'Your name' }).waitFor();
    await look(page, 'first start');
    await page.getByRole('button', { name: 'Join Test host' }).click();
    await page.getByRole('log').waitFor();
    await fillHost(host.url);
    await inside(page, looker);
    await waiting(page, looker);
    await outside(page, looker);
    await doors(page, failures, looker);
    const failure = { code: 'port-taken', message: REFUSALS['port-taken'] };
    await engineSays(page, { type: 'hosting', status: { state: 'failed', failure } });
    await page.getByRole('button', { name: /^Hosting/ }).click();
    await page.getByRole('dialog').getByRole('alert').waitFor();
    await look(page, 'hosting failed', DIALOG);
    await page.keyboard.press('Escape');
    await sidebar(page).getByRole('button', { name: 'empty' }).click();
    await host.stop();
    await page.getByRole('button', { name: 'Try now' }).waitFor();
    await look(page, 'host away');
    expect(looker.found).toEqual([]);
  }, 120_000);

  it('finds nothing on the page of a guest: the way in, and the link to another device', async () => {
    const looker = new Looker();
    const { served } = await guarded({ policy: 'password', password: 'open sesame' });
    const page = await open(high);
    await page.goto(served.url);
    await page.getByLabel('Your name').fill('Bo');
    await looker.look(page, 'guest');
    await page.keyboard.press('Enter');
    await page.getByLabel('Password').fill('open sesame');
    await looker.look(page, 'guest: password');
    await page.keyboard.press('Enter');
    await page.getByRole('log').waitFor();
    await page.keyboard.press('Control+,');
    await page.getByRole('tab', { name: 'Profile' }).click();
    await page.getByRole('button', { name: 'Link another device' }).click();
    await page.getByRole('list', { name: 'Words for your other device' }).waitFor();
    await looker.look(page, 'link another device', DIALOG);
    await page.getByRole('button', { name: 'Use the key of another device' }).click();
    await page.getByLabel('The twelve words').fill('no such words');
    await page.keyboard.press('Enter');
    await page.getByText('These are not twelve words').waitFor();
    await looker.look(page, 'take the key of another device', DIALOG);
    expect(looker.found).toEqual([]);
  });
});
