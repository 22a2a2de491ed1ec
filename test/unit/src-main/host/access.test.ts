import type { scrypt } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Access } from '../../../../src-main/host/access.ts';
import { Members } from '../../../../src-main/host/members.ts';
import type { AdminStore } from '../../../../src-main/store/admin-store.ts';
import type { MemberRecord, Store } from '../../../../src-main/store/store.ts';
import { Refusal } from '../../../../src-shared/protocol/errors.ts';

const counted = vi.hoisted(() => ({ hashes: 0 }));

// The same function with less work to do, counted: what matters here is that it runs, not how long.
vi.mock(import('node:crypto'), async (importOriginal) => {
  const original = await importOriginal();
  const cheap = ((password, salt, length, cost, done) => {
    counted.hashes += 1;
    original.scrypt(password, salt, length, { ...cost, N: 2 }, done);
  }) as typeof scrypt;
  return { ...original, scrypt: cheap };
});

const MINUTE = 60_000;
const LONGEST = 5 * MINUTE;
const known = { id: 1, key: 'key of Ada', name: 'Ada', role: 'member' } as const;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  counted.hashes = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

/** A host with a password, and a way to knock: what one gets is the code of the refusal, or "in". */
async function door() {
  const settings = new Map<string, string>();
  const admin = {
    setting: (name: string) => Promise.resolve(settings.get(name) ?? null),
    setSetting: (name: string, value: string) => Promise.resolve(void settings.set(name, value)),
    useInvite: () => Promise.resolve(null),
  } as unknown as AdminStore;
  let ids = 1;
  const addMember = (member: Omit<MemberRecord, 'id'>) => Promise.resolve({ ...member, id: (ids += 1) });
  const store = { members: () => Promise.resolve([{ ...known }]), addMember } as unknown as Store;
  const access = await Access.load(admin, await Members.load(store, 100), () => undefined);
  await access.setPolicy('password', 'open sesame');
  counted.hashes = 0;
  /** How long the last one refused was told to wait. */
  const left: { wait?: number | undefined } = {};
  const enter = (key: string, address: string, credentials: object = { password: 'wrong' }, name = 'Eve') =>
    access.admit(key, name, address, credentials).then(
      () => 'in',
      (thrown: unknown) => {
        left.wait = thrown instanceof Refusal ? thrown.detail?.wait : undefined;
        return thrown instanceof Refusal ? thrown.code : String(thrown);
      },
    );
  return { enter, settings, left };
}

test.each<[string, (n: number) => [string, string]]>([
  ['address, whatever the key', (n) => [`key ${String(n)}`, '10.0.0.1']],
  ['key, whatever the address', (n) => ['one key', `10.0.${String(n >> 8)}.${String(n & 255)}`]],
])('each wrong password doubles the wait for that %s, up to five minutes', async (_what, guesser) => {
  const { enter, left } = await door();
  const waits: number[] = [];
  let n = 0;
  const next = (password = 'wrong') => enter(...guesser((n += 1)), { password });
  for (let i = 0; i < 13; i += 1) {
    expect(await next()).toBe('password-wrong');
    const wait = Math.min(500 * 2 ** i, LONGEST);
    expect([await next(), left.wait]).toEqual(['password-wait', wait]);
    vi.setSystemTime(Date.now() + wait - 1);
    // Not even the right one is looked at, and asking again makes the wait no longer.
    const hashes = counted.hashes;
    expect([await next('open sesame'), await next()]).toEqual(['password-wait', 'password-wait']);
    expect(counted.hashes).toBe(hashes);
    vi.setSystemTime(Date.now() + 1);
    waits.push(wait);
  }
  expect(waits.slice(-4)).toEqual([256_000, LONGEST, LONGEST, LONGEST]);
  // Somebody else, from elsewhere, does not wait for any of it.
  expect(await next()).toBe('password-wrong');
  expect(await enter('another key', '10.9.9.9', { password: 'open sesame' })).toBe('in');
});

test('who knows the password starts anew', async () => {
  const { enter } = await door();
  for (const wait of [500, 1_000, 2_000]) {
    expect(await enter('key', '10.0.0.1')).toBe('password-wrong');
    vi.setSystemTime(Date.now() + wait);
  }
  expect(await enter('key', '10.0.0.1', { password: 'open sesame' })).toBe('in');
  expect(await enter('other', '10.0.0.1')).toBe('password-wrong');
  vi.setSystemTime(Date.now() + 500);
  expect(await enter('other', '10.0.0.1')).toBe('password-wrong');
});

test('a wrong password is answered alike, after the same work, whoever brings it and whatever it is like', async () => {
  const { enter, settings } = await door();
  const tries: [name: string, password: string][] = [
    ['Ada', 'wrong'],
    ['Nobody', 'wrong'],
    ['Nobody', ''],
    ['Nobody', 'open sesam'],
    ['Nobody', 'x'.repeat(256)],
  ];
  const answers: string[] = [];
  for (const [i, [name, password]] of tries.entries())
    answers.push(await enter(`key ${String(i)}`, `10.0.0.${String(i)}`, { password }, name));
  // Even where there is nothing to compare with.
  settings.delete('password');
  answers.push(await enter('key', '10.0.1.1'));
  expect(answers).toEqual(Array(6).fill('password-wrong'));
  expect(counted.hashes).toBe(6);
});

test('who was here before is let in by their key, without a password, and without a look at a wrong one', async () => {
  const { enter } = await door();
  for (const credentials of [{}, { password: 'wrong' }])
    expect(await enter(known.key, '10.0.0.1', credentials, 'Ada')).toBe('in');
  expect(counted.hashes).toBe(0);
});

test('guesses at invites wait as those at passwords do', async () => {
  const { enter } = await door();
  expect(await enter('key', '10.0.0.1', { invite: 'x' })).toBe('invite-invalid');
  expect(await enter('other', '10.0.0.1', { invite: 'y' })).toBe('password-wait');
});

test('many who guess at once do not fill the memory: two are looked at, the others wait', async () => {
  const { enter } = await door();
  const at = (i: number) => enter(`key ${String(i)}`, `10.0.0.${String(i)}`);
  const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => at(i)));
  expect(answers.filter((answer) => answer === 'password-wrong')).toHaveLength(2);
  expect(counted.hashes).toBe(2);
  expect(await at(99)).toBe('password-wrong');
});
