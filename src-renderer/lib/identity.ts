import type { DesktopApi, KeyKept, OwnKeyInfo } from '../../src-shared/protocol/desktop.ts';
import { asRefusal } from '../../src-shared/protocol/errors.ts';
import type { Identity } from '../../src-shared/session/ports.ts';
import { fromBase64url, toBase64url } from './base64url.ts';
import { plain } from './ed25519.ts';
import type { Keep } from './keep.ts';

/** One's own key, where it is kept, and how it comes to another device. */
export interface OwnIdentity {
  identity: Identity;
  kept: KeyKept | 'browser';
  /** The key, sealed by what both devices know. */
  seal(secret: Uint8Array): Promise<string>;
  /** Takes another device's key in the place of this one's. @throws if it is not what was sealed there */
  adopt(secret: Uint8Array, sealed: string): Promise<OwnIdentity>;
}

/** The key of a person in a browser, made on the first start and kept in the browser's storage. */
export async function loadIdentity(keep: Keep): Promise<Identity> {
  const { bytesToHex, identityOf, newSecret } = await plain();
  let hex = keep.key.get();
  if (hex === '') {
    hex = bytesToHex(newSecret());
    keep.key.set(hex);
  }
  return identityOf(hex);
}

/**
 * The key of a person with the app, which keeps it out of the page's reach and signs with it. One that an earlier version
 * kept here is handed over, and goes from here once it is safe there.
 * @param asked for it already, where there is none to be handed over
 */
export async function desktopIdentity(
  api: DesktopApi['key'],
  keep: Keep,
  asked?: Promise<OwnKeyInfo>,
): Promise<OwnIdentity> {
  const earlier = keep.key.get();
  const { key, kept } = await (asked ?? api.open(earlier === '' ? null : earlier));
  if (kept !== 'nowhere') keep.dropKey();
  return desktopOwn(api, { key, kept });
}

function desktopOwn(api: DesktopApi['key'], { key, kept }: OwnKeyInfo): OwnIdentity {
  return {
    identity: { key, sign: (text) => api.sign(text) },
    kept,
    seal: (secret) => api.seal(toBase64url(secret)),
    adopt: async (secret, sealed) => desktopOwn(api, await api.adopt(toBase64url(secret), sealed)),
  };
}

/** Seldom needed, and never at the start of the app. */
const linkBox = () => import('../../src-shared/domain/link-box.ts');

/** The key of a person in a browser. */
export async function browserIdentity(keep: Keep): Promise<OwnIdentity> {
  return {
    identity: await loadIdentity(keep),
    kept: 'browser',
    seal: async (secret) => {
      const [{ sealKey }, { hexToBytes }] = await Promise.all([linkBox(), plain()]);
      const nonce = crypto.getRandomValues(new Uint8Array(12));
      return toBase64url(sealKey(secret, hexToBytes(keep.key.get()), nonce));
    },
    adopt: async (secret, sealed) => {
      const [{ openKey }, { bytesToHex }] = await Promise.all([linkBox(), plain()]);
      try {
        keep.key.set(bytesToHex(openKey(secret, fromBase64url(sealed))));
        return await browserIdentity(keep);
      } catch (thrown) {
        throw asRefusal(thrown);
      }
    },
  };
}
