import { fromBase64url } from './base64url.ts';

/** Keys whose WebCrypto form is kept. */
const KEYS_KEPT = 500;

/** What the app seldom needs, and guests always: it keeps its person's key out of the page. */
export const plain = () => import('./plain-ed25519.ts');

/** WebCrypto where the page has it: browsers hide it from pages over plain HTTP, and older ones lack Ed25519. */
let subtle: SubtleCrypto | undefined = (globalThis.crypto as Partial<Crypto> | undefined)?.subtle;
const imported = new Map<string, Promise<CryptoKey>>();

function importKey(web: SubtleCrypto, key: string): Promise<CryptoKey> {
  const known = imported.get(key);
  if (known) return known;
  const fresh = web.importKey('raw', fromBase64url(key), { name: 'Ed25519' }, false, ['verify']);
  if (imported.size >= KEYS_KEPT) imported.clear();
  imported.set(key, fresh);
  return fresh;
}

/** Is this the key's Ed25519 signature of the text? Key and signature in base64url. */
export async function verifySignature(key: string, text: string, signature: string): Promise<boolean> {
  if (!subtle) return (await plain()).verifyPlain(key, text, signature);
  try {
    const webKey = await importKey(subtle, key);
    return await subtle.verify({ name: 'Ed25519' }, webKey, fromBase64url(signature), new TextEncoder().encode(text));
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'NotSupportedError') subtle = undefined;
    return (await plain()).verifyPlain(key, text, signature);
  }
}
