import { afterEach, expect, test, vi } from 'vitest';
import type { AccessPolicy } from '../../../src-shared/protocol/moderation.ts';
import type { Session } from '../../../src-shared/session/session.ts';
import { afterThisTest, join, testHost } from '../../support/host.ts';
import { newIdentity, newSession } from '../../support/people.ts';
import { until } from '../../support/wait.ts';

afterEach(() => {
  vi.useRealTimers();
});

async function hostWith(policy: AccessPolicy, password?: string) {
  const host = await testHost();
  const owner = await join(host.url, 'Ada');
  await owner.session.request('access.set', { policy, ...(password === undefined ? {} : { password }) });
  return { host, owner: owner.session };
}

type Extra = Partial<Parameters<typeof newSession>[0]>;

function comer(url: string, name: string, extra: Extra = {}): Session {
  const session = newSession({ url, name, ...extra });
  afterThisTest(() => {
    session.stop();
    return undefined;
  });
  session.start();
  return session;
}

async function failureOf(session: Session): Promise<string> {
  const status = await until(() => {
    const { status } = session;
    return status.state === 'refused' || status.state === 'offline' ? status : null;
  });
  return status.failure.code;
}

function connected(session: Session): Promise<unknown> {
  return until(() => session.status.state === 'connected', 10_000, 'connected');
}

test('a password lets newcomers in, and is asked for once', async () => {
  const { host } = await hostWith('password', 'open sesame');
  const identity = newIdentity();
  const bo = comer(host.url, 'Bo', { identity });
  expect(await failureOf(bo)).toBe('password-needed');
  bo.change({ password: 'open sesame' });
  await connected(bo);
  bo.stop();
  await connected(comer(host.url, 'Bo', { identity }));
});

test('a wrong password is refused, and the next try has to wait, for that key and that address alike', async () => {
  const { host } = await hostWith('password', 'open sesame');
  expect(await failureOf(comer(host.url, 'Bo', { password: 'open barley' }))).toBe('password-wrong');
  const other = comer(host.url, 'Eve', { password: 'open sesame' });
  expect(await failureOf(other)).toBe('password-wait');
  await connected(other);
});

test('there is no host with a password policy and no password', async () => {
  const host = await testHost();
  const { session } = await join(host.url, 'Ada');
  await expect(session.request('access.set', { policy: 'password' })).rejects.toMatchObject({
    code: 'password-needed',
  });
  await connected(comer(host.url, 'Bo'));
});

test('an invite lets in as many as it says, and no more', async () => {
  const { host, owner } = await hostWith('invite');
  expect(await failureOf(comer(host.url, 'Bo'))).toBe('invite-needed');
  const { token } = await owner.request('invite.make', { minutes: 60, uses: 1 });
  expect(token).toMatch(/^[\w-]{22}$/);
  await connected(comer(host.url, 'Bo', { invite: token }));
  expect(await failureOf(comer(host.url, 'Eve', { invite: token }))).toBe('invite-invalid');
});

test('an invite can be revoked', async () => {
  const { host, owner } = await hostWith('invite');
  const { invite, token } = await owner.request('invite.make', { minutes: 60, uses: 5 });
  await owner.request('invite.revoke', { invite: invite.id });
  expect(await failureOf(comer(host.url, 'Eve', { invite: token }))).toBe('invite-invalid');
  expect((await owner.request('invites', {})).invites).toEqual([]);
  await expect(owner.request('invite.revoke', { invite: 99 })).rejects.toMatchObject({ code: 'no-such-invite' });
});

test('an invite is good until its time is over, and not a moment longer', async () => {
  const { host, owner } = await hostWith('invite');
  const { token, invite } = await owner.request('invite.make', { minutes: 1, uses: 5 });
  vi.useFakeTimers({ toFake: ['Date'], now: invite.expiresAt - 1 });
  await connected(comer(host.url, 'Bo', { invite: token }));
  vi.setSystemTime(invite.expiresAt);
  expect(await failureOf(comer(host.url, 'Eve', { invite: token }))).toBe('invite-invalid');
  expect((await owner.request('invites', {})).invites).toEqual([]);
});

test('where somebody has to approve, newcomers wait, moderators hear of it, and the answer holds', async () => {
  const { host, owner } = await hostWith('approval');
  const bo = comer(host.url, 'Bo');
  expect(await failureOf(bo)).toBe('approval-pending');
  await until(() => owner.notice?.code === 'knock');
  const { knocks } = await owner.request('knocks', {});
  expect(knocks).toMatchObject([{ name: 'Bo' }]);
  await owner.request('knock.answer', { key: knocks[0]?.key ?? '', admit: true });
  await connected(bo);
  expect((await owner.request('knocks', {})).knocks).toEqual([]);
});

test('one who is turned away is told so, and announces themselves in vain for ten minutes', async () => {
  const { host, owner } = await hostWith('approval');
  const bo = comer(host.url, 'Bo');
  expect(await failureOf(bo)).toBe('approval-pending');
  const { knocks } = await owner.request('knocks', {});
  await owner.request('knock.answer', { key: knocks[0]?.key ?? '', admit: false });
  bo.retryNow();
  await until(() => bo.status.state === 'refused');
  expect(bo.status).toMatchObject({ failure: { code: 'turned-away' } });
  expect((await owner.request('knocks', {})).knocks).toEqual([]);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 10 * 60_000 });
  bo.retryNow();
  await until(() => bo.status.state === 'offline');
  expect((await owner.request('knocks', {})).knocks).toMatchObject([{ name: 'Bo' }]);
});

test('a name that will not do uses up no invite', async () => {
  const { host, owner } = await hostWith('invite');
  const { token } = await owner.request('invite.make', { minutes: 60, uses: 1 });
  expect(await failureOf(comer(host.url, ' ', { invite: token }))).toBe('name-invalid');
  await connected(comer(host.url, 'Bo', { invite: token }));
  expect((await owner.request('invites', {})).invites).toEqual([]);
});

test.each(['password', 'invite', 'approval'] as const)(
  'with the policy "%s" nobody without a key comes in',
  async (policy) => {
    const { host } = await hostWith(policy, 'secret');
    const response = await fetch(`http://${host.base}/api/rooms`);
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'guests-off' });
  },
);

test('members from before keep coming in, whatever the policy is now', async () => {
  const host = await testHost();
  const owner = await join(host.url, 'Ada');
  const bo = await join(host.url, 'Bo');
  await owner.session.request('access.set', { policy: 'invite' });
  bo.session.change({ name: 'Bo' });
  await connected(bo.session);
});

test('the policy and the password hold over a restart', async () => {
  const { host, owner } = await hostWith('password', 'open sesame');
  owner.stop();
  await host.close();
  const again = await testHost({ dataDir: host.dataDir });
  expect(await failureOf(comer(again.url, 'Bo'))).toBe('password-needed');
  await connected(comer(again.url, 'Eve', { password: 'open sesame' }));
});
