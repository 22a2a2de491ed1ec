import { parseAddress } from '../../src-shared/domain/address.ts';
import type { RefusalCode } from '../../src-shared/protocol/errors.ts';
import type { Target } from './hosts.svelte.ts';

/** What a refusal to let somebody in calls for; null where there is nothing but to try again. */
export type Need = 'password' | 'invite' | 'approval' | 'banned' | 'key' | 'encryption';

const NEEDS: ReadonlyMap<string, Need> = new Map<RefusalCode, Need>([
  ['password-needed', 'password'],
  ['password-wrong', 'password'],
  ['password-wait', 'password'],
  ['invite-needed', 'invite'],
  ['invite-invalid', 'invite'],
  ['approval-pending', 'approval'],
  ['banned', 'banned'],
  ['key-changed', 'key'],
  ['plain-refused', 'encryption'],
  ['certificate-untrusted', 'encryption'],
]);

export function needOf(code: string | undefined): Need | null {
  return code === undefined ? null : (NEEDS.get(code) ?? null);
}

/** Reads what a person pastes as an invite: its link, or the secret alone. Null if it is neither. */
export function readInvite(text: string): { invite: string; fingerprint?: string } | null {
  const pasted = text.trim();
  if (/^[\w-]{16,64}$/.test(pasted)) return { invite: pasted };
  try {
    const { invite, fingerprint } = parseAddress(pasted);
    return invite === undefined ? null : { invite, ...(fingerprint === undefined ? {} : { fingerprint }) };
  } catch {
    return null;
  }
}

/** Whether a code leads to a host: an invite, or an address with its scheme, as hosts show them. */
export function leadsToHost(text: string): boolean {
  try {
    return /^(?:parley|https?):\/\//i.test(text) && parseAddress(text).label !== '';
  } catch {
    // Some other code: a network's password, a ticket.
    return false;
  }
}

/** Where to connect for what a person typed as an address: an invite brings its secret and the host's key. */
export function targetOf(typed: string): Target {
  const { url, label, ...invitation } = parseAddress(typed);
  return { url, address: label, ...invitation };
}

/** The same host over its encrypted address. */
export function encryptedUrl(url: string): string {
  return url.replace(/^wss?:/, 'parley:');
}

/** How safe what one says is on its way: nobody between can read it, it never leaves this computer, or all can. */
export type Privacy = 'encrypted' | 'local' | 'plain';

export function privacyOf(url: string): Privacy {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'ws:') return 'encrypted';
  return /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname) ? 'local' : 'plain';
}
