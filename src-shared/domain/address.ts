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
  const given = invitation(url);
  // Whoever names the host's key wants it to be that host: the app need not talk to it as a browser has to.
  const socket = given.fingerprint === undefined ? known.socket : 'parley';
  return { url: `${socket}://${label}/session`, label, ...given };
}

/** What a link brings along: the app's in its query, a web page's behind the `#`, which no server is told. */
function invitation({ searchParams, hash }: URL): Pick<Address, 'invite' | 'fingerprint'> {
  const behind = new URLSearchParams(hash.slice(1));
  const invite = searchParams.get('invite') ?? behind.get('invite') ?? '';
  const fingerprint = searchParams.get('fp') ?? behind.get('fp') ?? '';
  return {
    ...(/^[\w-]{1,64}$/.test(invite) ? { invite } : {}),
    ...(/^[\w-]{43}$/.test(fingerprint) ? { fingerprint } : {}),
  };
}

/** The link of an invite: opens the app, or is typed as an address. */
export function inviteLink(label: string, fingerprint: string, token: string): string {
  return `parley://${label}/?invite=${token}&fp=${fingerprint}`;
}

/** A web address of a host for browsers, with what the app needs to know behind the `#`. */
export function webLink(page: string, { invite, fingerprint }: Pick<Address, 'invite' | 'fingerprint'>): string {
  const given = [
    ...(invite === undefined ? [] : [`invite=${invite}`]),
    ...(fingerprint === undefined ? [] : [`fp=${fingerprint}`]),
  ];
  return `${page}/#${given.join('&')}`;
}
