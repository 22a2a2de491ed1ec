import { m } from '../../src-shared/messages/messages.js';
import type { DeepLink } from '../../src-shared/domain/deep-link.ts';
import { Refusal } from '../../src-shared/protocol/errors.ts';
import type { Target } from './hosts.svelte.ts';
import type { RememberedHost } from './keep.ts';

/** A host one knows, as far as a link to it is concerned. */
interface Known {
  remembered: RememberedHost;
}

/** Where a link leads: to a host one knows, or to one that is to be asked about first. */
export type Leads<H extends Known> = { host: H } | { target: Target };

/**
 * Finds the host a link is for. Its key decides; an address alone may be another computer's by now.
 * @throws Refusal `key-changed` if the host one knows at that address has another key than the link's
 */
export function leadsTo<H extends Known>({ address }: DeepLink, hosts: readonly H[]): Leads<H> {
  const { url, label, fingerprint, invite } = address;
  const byKey = hosts.find(({ remembered }) => fingerprint !== undefined && remembered.fingerprint === fingerprint);
  const host = byKey ?? hosts.find(({ remembered }) => remembered.url === url || remembered.address === label);
  if (!host) {
    const given = {
      ...(fingerprint === undefined ? {} : { fingerprint }),
      ...(invite === undefined ? {} : { invite }),
    };
    return { target: { url, address: label, ...given } };
  }
  if (!byKey && fingerprint !== undefined && host.remembered.fingerprint !== '')
    throw new Refusal('key-changed', m.links_other_key());
  return { host };
}
