import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '../../src-shared/protocol/errors.ts';

const FILE = 'host.pem';
const TEN_YEARS_MS = 3_653 * 24 * 3_600 * 1_000;

/** A host's key and certificate, as PEM, and what pins it: the SHA-256 of the certificate, in base64url. */
export interface HostCertificate {
  key: string;
  cert: string;
  fingerprint: string;
}

/** The fingerprint of a certificate as Node gives it (`AA:BB:...`), in base64url as it travels. */
export function fingerprintOf(hex: string): string {
  return Buffer.from(hex.replaceAll(':', ''), 'hex').toString('base64url');
}

function parts(pem: string): HostCertificate {
  const key = /-----BEGIN PRIVATE KEY-----[^-]+-----END PRIVATE KEY-----/.exec(pem)?.[0];
  const cert = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.exec(pem)?.[0];
  if (key === undefined || cert === undefined) throw new Error(`${FILE} holds no key and certificate`);
  return { key, cert, fingerprint: fingerprintOf(new X509Certificate(cert).fingerprint256) };
}

async function make(): Promise<string> {
  // A host makes one once; every start of the app would read what makes it.
  const { generate } = await import('selfsigned');
  const now = Date.now();
  const pems = await generate([{ name: 'commonName', value: 'Parley host' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(now - 24 * 3_600 * 1_000),
    notAfterDate: new Date(now + TEN_YEARS_MS),
  });
  return `${pems.private.trim()}\n${pems.cert.trim()}\n`;
}

/**
 * The key and self-signed certificate (P-256, ten years) of the host in a data folder, made on its first start and readable
 * by its user alone.
 * @throws Refusal `folder-unwritable`, `certificate-damaged`
 */
export async function ensureCertificate(dir: string): Promise<HostCertificate> {
  const path = join(dir, FILE);
  if (!existsSync(path)) {
    const pem = await make();
    try {
      writeFileSync(`${path}.new`, pem, { mode: 0o600 });
      renameSync(`${path}.new`, path);
    } catch (error) {
      throw new Refusal('folder-unwritable', undefined, { cause: error });
    }
  }
  try {
    return parts(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Refusal('certificate-damaged', undefined, { cause: error });
  }
}
