import { createPublicKey, verify } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { identityOf } from '../../../../src-renderer/lib/plain-ed25519.ts';
import { KeySafe, type Sealer } from '../../../../src-main/shell/key-safe.ts';
import { reported } from '../../../support/reports.ts';

const none: Sealer = {
  available: () => false,
  seal: () => Buffer.of(),
  open: () => {
    throw new Error('there is no key store');
  },
};
/** Not secret, but not what was put in either. */
const store: Sealer = {
  available: () => true,
  seal: (text) => Buffer.from(text).reverse(),
  open: (sealed) => Buffer.from(sealed).reverse().toString(),
};
const locked: Sealer = { ...none, available: () => true };
const SECRET = '0123456789abcdef'.repeat(4);

describe('the safe for the person’s key', () => {
  const reports = reported();
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-key-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const safe = (sealer: Sealer): KeySafe => new KeySafe(folder, sealer);
  const onDisk = (): Promise<string> => readFile(join(folder, 'key.json'), 'utf8');

  test('makes a key once, seals it, and signs log-ins and messages with it', async () => {
    const first = safe(store);
    const { key, kept } = await first.open(null);
    expect(kept).toBe('os');
    expect(await onDisk()).toMatch(/^\{"sealed":"[\w+/=]+"\}$/);
    const again = safe(store);
    expect(await again.open(null)).toEqual({ key, kept: 'os' });
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' });
    for (const text of ['parley login\n1', 'parley message 1\nü'])
      expect(verify(null, Buffer.from(text), publicKey, Buffer.from(again.sign(text), 'base64url'))).toBe(true);
    for (const text of ['', 'hello', 'parley people 1\n', ' parley login\n']) expect(() => again.sign(text)).toThrow();
  });

  test('asked twice at once makes one key', async () => {
    const one = safe(store);
    const [a, b] = await Promise.all([one.open(null), one.open(null)]);
    expect(a).toEqual(b);
  });

  test('without a key store keeps it where only the user can read it, and says so', async () => {
    await writeFile(join(folder, 'key.json.new'), 'left by a crash', { mode: 0o644 });
    await chmod(join(folder, 'key.json.new'), 0o644);
    const { key, kept } = await safe(none).open(null);
    expect(kept).toBe('file');
    expect((await stat(join(folder, 'key.json'))).mode & 0o777).toBe(0o600);
    expect(await safe(none).open(null)).toEqual({ key, kept: 'file' });
  });

  test('seals a key from a file as soon as there is a key store', async () => {
    const { key } = await safe(none).open(SECRET);
    expect(await onDisk()).toContain(SECRET);
    expect(await safe(store).open(null)).toEqual({ key, kept: 'os' });
    expect(await onDisk()).not.toContain(SECRET);
  });

  test('takes over the key of an earlier version, but only where it has none', async () => {
    const one = safe(store);
    const { key } = await one.open(SECRET);
    expect(key).toBe(identityOf(SECRET).key);
    const again = safe(store);
    expect((await again.open('f'.repeat(64))).key).toBe(key);
    const other = new KeySafe(join(folder, 'other'), store);
    expect((await other.open('not a key')).key).toMatch(/^[\w-]{43}$/);
  });

  test('with the key store locked goes on with another key for now, and loses nothing', async () => {
    const { key } = await safe(store).open(null);
    const before = await onDisk();
    const now = await safe(locked).open(null);
    expect(now.kept).toBe('nowhere');
    expect(now.key).not.toBe(key);
    expect(reports).toEqual([expect.stringContaining('the key cannot be opened: Error: there is no key store')]);
    expect(await onDisk()).toBe(before);
    expect(await safe(store).open(null)).toEqual({ key, kept: 'os' });
  });

  test('keeps a damaged file aside', async () => {
    await writeFile(join(folder, 'key.json'), '{');
    expect((await safe(store).open(null)).kept).toBe('os');
    expect((await readdir(folder)).filter((name) => name.startsWith('key.broken-'))).toHaveLength(1);
    expect(reports).toEqual([expect.stringContaining('key.json is damaged: SyntaxError')]);
  });

  test('takes another device’s key, sealed for it, and keeps its own one beside it', async () => {
    const words = Buffer.alloc(16, 7).toString('base64url');
    const first = new KeySafe(join(folder, 'other'), none);
    const { key } = await first.open(null);
    const one = safe(store);
    const own = await one.open(null);
    const sealed = await first.seal(words);
    await expect(one.adopt(Buffer.alloc(16, 8).toString('base64url'), sealed)).rejects.toThrow();
    expect((await one.open(null)).key).toBe(own.key);
    expect(await one.adopt(words, sealed)).toEqual({ key, kept: 'os' });
    expect(await safe(store).open(null)).toEqual({ key, kept: 'os' });
    expect((await readdir(folder)).filter((name) => name.startsWith('key.old-'))).toHaveLength(1);
  });
});
