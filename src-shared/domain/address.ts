import { Refusal } from '../protocol/errors.ts';
import type { Detail } from '../protocol/reasons.ts';
import { DEFAULT_PORT } from '../protocol/version.ts';

/** Where a host is: what to open, and how to show it. */
export interface Address {
  /** The URL of the host's `/session`: `parley:` is a WebSocket whose certificate is pinned, `ws:` and `wss:` as usual. */
  url: string;
  /** `host:port`, as a person would say it. */
  label: string;
  /** From an invite's link: its secret, and the fingerprint of the host's certificate. */
  invite?: string;
  fingerprint?: string;
}

const SCHEMES: Record<string, { socket: 'parley' | 'ws' | 'wss'; port: number }> = {
  'parley:': { socket: 'parley', port: DEFAULT_PORT },
  'ws:': { socket: 'ws', port: 80 },
  'http:': { socket: 'ws', port: 80 },
  'wss:': { socket: 'wss', port: 443 },
  'https:': { socket: 'wss', port: 443 },
};

/** An IPv6 address without brackets, such as `fe80::1`, would read as a name and a port. */
function bracketed(text: string): string {
  return /^[0-9a-f:.]+$/i.test(text) && text.split(':').length > 2 ? `[${text}]` : text;
}

function invalid(detail: Detail = {}): Refusal {
  return Refusal.because('address-invalid', detail);
}

function parse(text: string): URL {
  try {
    return new URL(text);
  } catch (error) {
    throw new Refusal('address-invalid', undefined, { cause: error });
  }
}

/**
 * Reads what a person types as an address: `parley://host[:port]`, `ws://`, `wss://`, `http(s)://`, or a bare
 * `host[:port]`, with a name, an IPv4 or an IPv6 address.
 * @throws Refusal `address-invalid` with a sentence for what is wrong
 */
export function parseAddress(input: string): Address {
  const text = input.trim();
  if (text === '') throw invalid({ why: 'address-missing' });
  if (/\s/.test(text)) throw invalid({ why: 'address-spaces' });
  const scheme = /^([a-z][a-z0-9+.-]*:)\/\//i.exec(text)?.[1]?.toLowerCase() ?? 'parley:';
  const known = SCHEMES[scheme];
  if (!known) throw invalid({ why: 'address-kind', name: `${scheme}//`.slice(0, 64) });
  const rest = text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  // The URL parser normalises host names and ports only for schemes it knows, so it is given one of those.
  const url = parse(`http://${bracketed(rest)}`);
  if (url.username !== '' || url.password !== '') throw invalid({ why: 'address-login' });
  if (url.hostname === '' || url.port === '0') throw invalid();
  const explicit = /:(\d+)$/.exec(bracketed(rest).split(/[/\\?#]/)[0] ?? '')?.[1];
  const port = explicit === undefined ? known.port : Number(explicit);
  const label = `${url.hostname}:${String(port)}`;
  return { url: `${known.socket}://${label}/session`, label, ...invitation(url.searchParams) };
}

function invitation(query: URLSearchParams): Pick<Address, 'invite' | 'fingerprint'> {
  const invite = query.get('invite');
  const fingerprint = query.get('fp');
  return {
    ...(invite !== null && /^[\w-]{1,64}$/.test(invite) ? { invite } : {}),
    ...(fingerprint !== null && /^[\w-]{43}$/.test(fingerprint) ? { fingerprint } : {}),
  };
}

/** The link of an invite: opens the app, or is typed as an address. */
export function inviteLink(label: string, fingerprint: string, token: string): string {
  return `parley://${label}/?invite=${token}&fp=${fingerprint}`;
}
