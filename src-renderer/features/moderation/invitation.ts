import { inviteLink, parseAddress, webLink } from '../../../src-shared/domain/address.ts';

/** Where newcomers reach a host, and whether it lets browsers in. */
export interface Door {
  url: string;
  /** `host:port`, as others can reach it. */
  address: string;
  fingerprint: string;
  guests: boolean;
}

/** An invite as links: for the app, and for a browser where the host lets browsers in. The app reads either. */
export function inviteLinks(
  { url, address, fingerprint, guests }: Door,
  token: string,
): { app: string; web: string | null } {
  // Behind an ordinary certificate there is one address for both, and no key of the host's own to name.
  if (url.startsWith('wss:')) {
    const link = webLink(`https://${address}`, { invite: token });
    return { app: link, web: link };
  }
  // A page's own address may leave out the port that the app would not guess.
  const { label } = parseAddress(url.startsWith('ws:') ? `ws://${address}` : address);
  const web = webLink(`http://${address}`, { invite: token, ...(fingerprint === '' ? {} : { fingerprint }) });
  return { app: inviteLink(label, fingerprint, token), web: guests ? web : null };
}
