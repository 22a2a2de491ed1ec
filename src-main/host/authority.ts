import { isIP } from 'node:net';
import type { IncomingMessage } from 'node:http';
import { Refusal } from '../../src-shared/protocol/errors.ts';

/** Is this the address of this very computer? IPv4 within IPv6 counts (RFC 4291, section 2.5.5.2). */
export function isLoopback(address: string | undefined): boolean {
  if (address === undefined) return false;
  return address === 'localhost' || address === '::1' || /^(::ffff:)?127\.\d+\.\d+\.\d+$/i.test(address);
}

function parse(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}

function hostName(authority: string): string | null {
  return (
    parse(`http://${authority}`)
      ?.hostname.replace(/^\[|\]$/g, '')
      .replace(/\.$/, '') ?? null
  );
}

/**
 * Refuses a request that a foreign web page may have caused: one to a name this host does not go by, which is how DNS
 * rebinding looks, or from a page of another origin. Programs that are not browsers send no `Origin`.
 * @throws Refusal `misdirected`, `foreign-origin`
 */
export function checkAuthority(request: IncomingMessage, publicNames: ReadonlySet<string>): void {
  const authority = request.headers.host ?? '';
  const name = hostName(authority);
  const own =
    name !== null && (isIP(name) !== 0 || name === 'localhost' || name.endsWith('.local') || publicNames.has(name));
  if (!own) throw new Refusal('misdirected');
  const { origin } = request.headers;
  if (origin === undefined) return;
  const from = parse(origin);
  // Compared as URLs of one scheme, so that a default port written out is no difference.
  if (!from?.host || from.host !== parse(`${from.protocol}//${authority}`)?.host) throw new Refusal('foreign-origin');
}
