import { createPrivateKey, createPublicKey, randomBytes, sign, type KeyObject } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { KeyKept, OwnKeyInfo } from '../../src-shared/protocol/desktop.ts';
import { report } from '../engine/report.ts';

/** The operating system's key store, as Electron's `safeStorage` gives it. */
export interface Sealer {
  available(): boolean;
  seal(text: string): Buffer;
  /** @throws if it was sealed elsewhere, or the store is locked */
  open(sealed: Buffer): string;
}

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const file = z.union([z.object({ sealed: z.string().max(10_000) }), z.object({ key: hex })]);

/** An Ed25519 secret key as Node takes it: PKCS #8 (RFC 8410, section 7). */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

/** Read when a device is linked, because a cipher makes its tables as soon as it is read. */
const linkBox = () => import('../../src-shared/domain/link-box.ts');

/** What may be signed with the person's key: log-ins and messages, and nothing that means anything elsewhere. */
const SIGNABLE = /^parley (login|message 1)\n/;

/**
 * The person's key, in `key.json` in the app's own folder: sealed by the operating system's key store, or, where there is
 * none, readable by its user alone. It never reaches a page; pages have things signed.
 */
export class KeySafe {
  readonly #path: string;
  readonly #sealer: Sealer;
  #key: { hex: string; object: KeyObject; kept: KeyKept } | null = null;
  #opening: Promise<unknown> = Promise.resolve();

  constructor(folder: string, sealer: Sealer) {
    this.#path = join(folder, 'key.json');
    this.#sealer = sealer;
  }

  /**
   * Opens the safe, making a key on the first start.
   * @param earlier a key from before there was a safe, taken over if there is none in it
   */
  open(earlier: string | null): Promise<OwnKeyInfo> {
    const opened = this.#opening.then(async () => {
      this.#key ??= await this.#load(hex.safeParse(earlier).data ?? null);
      return this.#info();
    });
    this.#opening = opened.catch(() => undefined);
    return opened;
  }

  /** @throws unless it is a log-in or a message */
  sign(text: string): string {
    if (!SIGNABLE.test(text)) throw new Error('not to be signed');
    return sign(null, Buffer.from(text), this.#open().object).toString('base64url');
  }

  /** The key for another device of the same person, sealed by what both know. */
  async seal(secret: string): Promise<string> {
    const { sealKey } = await linkBox();
    const key = Buffer.from(this.#open().hex, 'hex');
    return Buffer.from(sealKey(Buffer.from(secret, 'base64url'), key, randomBytes(12))).toString('base64url');
  }

  /**
   * Takes another device's key in the place of this one's, which stays beside it as `key.old-<time>.json`.
   * @throws Refusal `linking-damaged`
   */
  async adopt(secret: string, sealed: string): Promise<OwnKeyInfo> {
    const { openKey } = await linkBox();
    const key = openKey(Buffer.from(secret, 'base64url'), Buffer.from(sealed, 'base64url'));
    await this.#aside('old');
    this.#key = await this.#store(Buffer.from(key).toString('hex'));
    return this.#info();
  }

  #open(): { hex: string; object: KeyObject; kept: KeyKept } {
    if (!this.#key) throw new Error('the key is not open');
    return this.#key;
  }

  #info(): OwnKeyInfo {
    const { object, kept } = this.#open();
    return { key: createPublicKey(object).export({ format: 'jwk' }).x ?? '', kept };
  }

  async #load(earlier: string | null) {
    const kept = await this.#read();
    if (kept === 'unreadable') return asKey(randomBytes(32).toString('hex'), 'nowhere');
    if (kept === null) return this.#store(earlier ?? randomBytes(32).toString('hex'));
    if ('key' in kept) return this.#sealer.available() ? this.#store(kept.key) : asKey(kept.key, 'file');
    try {
      return asKey(hex.parse(this.#sealer.open(Buffer.from(kept.sealed, 'base64'))), 'os');
    } catch (error) {
      // The key store is locked or gone for now. The file stays; the next start may open it.
      report('the key cannot be opened', error);
      return asKey(randomBytes(32).toString('hex'), 'nowhere');
    }
  }

  async #read(): Promise<z.infer<typeof file> | null | 'unreadable'> {
    let text: string;
    try {
      text = await readFile(this.#path, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
      report('key.json cannot be read', error);
      return 'unreadable';
    }
    try {
      return file.parse(JSON.parse(text));
    } catch (error) {
      report('key.json is damaged', error);
      await this.#aside('broken');
      return null;
    }
  }

  async #aside(why: string): Promise<void> {
    const time = new Date().toISOString().replace(/[:.]/g, '-');
    try {
      await rename(this.#path, join(dirname(this.#path), `key.${why}-${time}.json`));
    } catch (error) {
      report('key.json cannot be kept aside', error);
    }
  }

  /** Never rejects: a key that cannot be kept holds until the app is closed. */
  async #store(secret: string) {
    const sealed = this.#sealer.available();
    const kept = sealed ? { sealed: this.#sealer.seal(secret).toString('base64') } : { key: secret };
    try {
      await this.#write(JSON.stringify(kept));
      return asKey(secret, sealed ? 'os' : 'file');
    } catch (error) {
      report('key.json cannot be written', error);
      return asKey(secret, 'nowhere');
    }
  }

  /** Written beside and then renamed, so that a crash leaves either the old file or the new one. */
  async #write(text: string): Promise<void> {
    await mkdir(dirname(this.#path), { recursive: true });
    const handle = await open(`${this.#path}.new`, 'w', 0o600);
    try {
      await handle.chmod(0o600);
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(`${this.#path}.new`, this.#path);
  }
}

function asKey(secret: string, kept: KeyKept) {
  const der = Buffer.concat([PKCS8, Buffer.from(secret, 'hex')]);
  return { hex: secret, kept, object: createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }) };
}
