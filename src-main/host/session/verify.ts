import { createPublicKey, verify as verifySignature } from 'node:crypto';

/** Is this the key's Ed25519 signature of the text? Key and signature in base64url (RFC 8032, RFC 8037). */
export function verify(key: string, text: string, signature: string): boolean {
  try {
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key }, format: 'jwk' });
    return verifySignature(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64url'));
  } catch {
    // Not a point on the curve: then nobody can have signed with it.
    return false;
  }
}
