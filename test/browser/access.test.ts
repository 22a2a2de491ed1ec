import type { Page } from 'playwright';
import { describe, expect, it } from 'vitest';
import { inviteLink } from '../../src-shared/domain/address.ts';
import { browserTests, noBrowser, ServedHost } from '../support/browser.ts';
import { pretendDesktop, type DesktopScript } from '../support/browser-desktop.ts';
import { guarded, socketUrl } from '../support/guarded.ts';
import { afterThisTest } from '../support/host.ts';
import { give, pictureOf, pictureSaying, scanned } from '../support/qr.ts';
import { until } from '../support/wait.ts';

describe.skipIf(noBrowser !== '')(`the way into a host ${noBrowser}`, () => {
  const { host, open } = browserTests();

  async function arrive(url: string, name: string): Promise<Page> {
    const page = await open();
    await page.goto(url);
    await page.getByLabel('Your name').fill(name);
    await page.getByRole('button', { name: 'Join', exact: true }).click();
    return page;
  }

  async function desktop(script: DesktopScript): Promise<Page> {
    const page = await open();
    await pretendDesktop(page, script);
    await page.goto(host.url);
    await page.getByRole('textbox', { name: 'Your name' }).waitFor();
    return page;
  }

  async function connect(page: Page, address: string): Promise<void> {
    await page.getByRole('button', { name: 'Connect by address' }).click();
    await page.getByRole('textbox', { name: 'Address' }).fill(address);
    await page.keyboard.press('Enter');
  }

  it('with a password: asked for, tried again where it is wrong, and never again after that', async () => {
    const { served } = await guarded({ policy: 'password', password: 'open sesame' });
    const page = await arrive(served.url, 'Bo');
    const password = page.getByLabel('Password');
    await password.fill('open barley');
    await password.press('Enter');
    await page.getByText('That is not the password.').waitFor();
    await page.getByText('Details').click();
    await page.getByText('password-wrong', { exact: true }).waitFor();
    await password.fill('open sesame');
    expect(await page.getByText('That is not the password.').count()).toBe(0);
    await password.press('Enter');
    await page.getByRole('log').waitFor();
    await page.reload();
    await page.getByRole('log').waitFor();
  });

  it('by invite: pasted as a link or brought by the page’s own address; what is none is told apart', async () => {
    const { served, owner } = await guarded({ policy: 'invite' });
    const { token } = await owner.request('invite.make', { minutes: 5, uses: 2 });
    const page = await arrive(served.url, 'Bo');
    const invite = page.getByRole('textbox', { name: 'Invite' });
    await invite.fill('hello');
    await invite.press('Enter');
    await page.getByText('That is not an invite.').waitFor();
    await invite.fill(inviteLink('127.0.0.1:1', owner.host?.fingerprint ?? '', token));
    await invite.press('Enter');
    await page.getByRole('log').waitFor();

    const another = await arrive(`${served.url}#invite=${token}`, 'Cy');
    await another.getByRole('log').waitFor();
    const late = await arrive(`${served.url}#invite=${token}`, 'Di');
    await late.getByText('takes newcomers by invite').waitFor();
    await late.getByRole('button', { name: 'try without an invite' }).waitFor();
  });

  it('by invite: its code on the screen opens the page of a phone, and is read by the app from a picture', async () => {
    const served = new ServedHost('Hall');
    afterThisTest(() => served.remove());
    await served.start();
    const ada = await arrive(served.url, 'Ada');
    await ada.getByRole('button', { name: 'Actions for Hall' }).click();
    await ada.getByRole('menuitem', { name: 'Manage host…' }).click();
    await ada.getByRole('radio', { name: /^By invite/ }).check();
    await ada.getByRole('button', { name: 'Save' }).click();
    await ada.getByText('Saved.').waitFor();
    await ada.getByRole('tab', { name: 'Invites' }).click();
    await ada.getByText('10 people', { exact: true }).click();
    await ada.getByRole('button', { name: 'Make invite' }).click();
    const link = (await ada.getByText(/^parley:\/\//).textContent()) ?? '';
    expect(link).toMatch(/^parley:\/\/127\.0\.0\.1:\d+\/\?invite=[\w-]{22}&fp=[\w-]{43}$/);
    await ada.getByText('10 people more').waitFor();
    const code = ada.getByRole('img', { name: /^QR code of http/ });
    const picture = await pictureOf(code);
    const web = await scanned(ada, code);
    expect(web).toBe(`${served.url}#${new URL(link).search.slice(1)}`);

    const phone = await arrive(web, 'Bo');
    await phone.getByRole('log').waitFor();

    const app = await desktop({});
    await app.getByRole('button', { name: 'Connect by address' }).click();
    const chosen = app.getByLabel('Picture of a QR code');
    await chosen.setInputFiles(await pictureOf(ada.getByRole('tab', { name: 'Invites' })));
    await app.getByText('There is no QR code in this picture').waitFor();
    await app.getByText('code-missing', { exact: true }).waitFor({ state: 'attached' });
    await chosen.setInputFiles(pictureSaying('WIFI:S:Café;T:WPA;P:latte;;'));
    await app.getByText('This QR code is no invite to a Parley host.').waitFor();
    await app.getByText('code-foreign', { exact: true }).waitFor({ state: 'attached' });
    await chosen.setInputFiles({ name: 'code.png', mimeType: 'image/png', buffer: Buffer.from('not a picture') });
    await app.getByText('That is no picture').waitFor();
    await give(app.getByRole('dialog'), picture, 'drop');
    const address = app.getByRole('textbox', { name: 'Address' });
    await expect.poll(() => address.inputValue()).toBe(web);
    await address.press('Enter');
    await app.getByRole('log').waitFor();
    // The code that opens a page over plain HTTP is no reason for the app to do without encryption.
    await app.getByRole('button', { name: 'Encrypted: about Hall' }).waitFor();

    const late = await arrive(served.url, 'Di');
    await give(late.getByRole('textbox', { name: 'Invite' }), pictureSaying(served.url), 'paste');
    await late.getByText('This QR code is no invite to a Parley host.').waitFor();
    await give(late.getByRole('textbox', { name: 'Invite' }), picture, 'paste');
    await late.getByRole('button', { name: 'Come in' }).click();
    await late.getByRole('log').waitFor();

    await ada.getByRole('button', { name: 'Revoke invite #1' }).click();
    await ada.getByText('No invites are open.').waitFor();
    const never = await arrive(web, 'Ed');
    await never.getByText('takes newcomers by invite').waitFor();
  });

  it('after approval: one waits, and comes in by oneself once let in', async () => {
    const { served, owner } = await guarded({ policy: 'approval' });
    const page = await arrive(served.url, 'Bo');
    await page.getByText('Waiting to be let in').waitFor();
    const { knocks } = await owner.request('knocks', {});
    await owner.request('knock.answer', { key: knocks[0]?.key ?? '', admit: true });
    await page.getByRole('log').waitFor();
  });

  it('in the app: a dialog asks for what the host wants, by whatever way one came', async () => {
    const { served } = await guarded({ policy: 'password', password: 'open sesame' });
    const page = await desktop({});
    await connect(page, served.url);
    const dialog = page.getByRole('dialog', { name: /^Join / });
    await dialog.getByLabel('Password').fill('open sesame');
    await dialog.getByRole('button', { name: 'Come in' }).click();
    await page.getByRole('log').waitFor();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('region', { name: 'Guarded host' }).waitFor();
  });

  it('given up, is not gone on with', async () => {
    const { served, owner } = await guarded({ policy: 'approval' });
    const page = await desktop({});
    await connect(page, served.url);
    await page.getByRole('dialog').getByText('Waiting to be let in').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const { knocks } = await owner.request('knocks', {});
    await owner.request('knock.answer', { key: knocks[0]?.key ?? '', admit: true });
    await page.getByRole('textbox', { name: 'Your name' }).waitFor();
    expect(await page.getByRole('log').count()).toBe(0);
  });

  it('a changed key is explained, and trusted only after a second word', async () => {
    const { served, owner } = await guarded({ policy: 'open' });
    const changed = {
      code: 'key-changed',
      message: 'This host has another key than before. It may have been set up anew, or someone may be posing as it.',
    };
    const failures: DesktopScript['failures'] = {};
    const page = await desktop({ failures });
    await connect(page, served.url);
    await page.getByRole('log').waitFor();
    failures[socketUrl(served)] = changed;
    const me = [...owner.rooms.values()][0];
    await me?.join();
    const guest = await until(() => [...(me?.online.values() ?? [])].find(({ id }) => id !== owner.me?.id));
    await owner.request('member.kick', { member: guest.id });
    await page.getByText('This host has another key than before').waitFor();
    await page.getByRole('button', { name: 'What to do…' }).click();
    await page.getByText('Until you decide, nothing is sent there.').waitFor();
    await page.getByRole('button', { name: 'Trust the new key…' }).click();
    const asked = page.getByRole('dialog', { name: /^Trust the new key of/ });
    await asked.getByText('Somebody on this network poses as it.').waitFor();
    await asked.getByRole('button', { name: 'Keep it out' }).click();
    await page.getByRole('button', { name: 'Trust the new key…' }).click();
    Reflect.deleteProperty(failures, socketUrl(served));
    await asked.getByRole('button', { name: 'Trust the new key' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByText('This host has another key than before').waitFor({ state: 'detached' });
  });

  it('one who is banned reads why, and can remove the host', async () => {
    const { served, owner } = await guarded({ policy: 'open' });
    const page = await desktop({});
    await connect(page, served.url);
    await page.getByRole('log').waitFor();
    const room = [...owner.rooms.values()][0];
    await room?.join();
    const guest = await until(() => [...(room?.online.values() ?? [])].find(({ id }) => id !== owner.me?.id));
    await owner.request('member.ban', { member: guest.id, minutes: 5, reason: 'spam' });
    await page.getByText('You are not welcome on this host at present.').waitFor();
    await page.getByRole('button', { name: 'More…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Guarded host' });
    await dialog.getByRole('button', { name: 'Try again' }).click();
    await dialog.getByText('The reason given: spam.').waitFor();
    await dialog.getByRole('button', { name: 'Remove this host' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('textbox', { name: 'Your name' }).waitFor();
  });

  it('what refuses plain text is offered over its encrypted address', async () => {
    const plain = { code: 'plain-refused', message: 'This host takes encrypted connections only.' };
    const page = await desktop({
      failures: { 'ws://10.1.1.1': plain, 'parley://10.1.1.1': { code: 'refused', message: 'Nobody there.' } },
    });
    await connect(page, 'http://10.1.1.1:9292');
    const dialog = page.getByRole('dialog', { name: 'Join 10.1.1.1:9292' });
    await dialog.getByText('takes encrypted connections only').waitFor();
    await dialog.getByRole('button', { name: 'Connect encrypted' }).click();
    await dialog.getByText('Nobody there.').waitFor();
  });

  it('each host bears a sign of whether others can read along, and its key in words', async () => {
    const { served } = await guarded({ policy: 'open' });
    const page = await desktop({});
    await connect(page, served.url);
    await page.getByRole('log').waitFor();
    const sign = page.getByRole('button', { name: 'Stays on this computer: about Guarded host' });
    await sign.focus();
    await page.keyboard.press('Enter');
    const about = page.getByRole('dialog', { name: 'About Guarded host' });
    const words = ((await about.locator('[lang=en]').textContent()) ?? '').trim().split(/\s+/);
    expect(words).toHaveLength(6);
    await page.keyboard.press('Escape');
    await about.waitFor({ state: 'detached' });
  });
});
