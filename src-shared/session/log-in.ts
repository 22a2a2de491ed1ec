import { Refusal } from '../protocol/errors.ts';
import { loginText, type Challenge, type HostInfo, type LoggedIn } from '../protocol/login.ts';
import type { Asked } from '../protocol/requests.ts';
import { PROTOCOL_VERSION } from '../protocol/version.ts';
import type { Identity, Told } from './ports.ts';

/** Who one is, and which host one means. */
export interface Credentials {
  name: string;
  told: Told;
  identity: Identity;
  /** The host expected at the address; another one answering there is refused. */
  hostId?: string;
  /** The fingerprint of the host's certificate, once it is known; another one is refused. */
  pin?: string;
  /** What the host may ask of someone new. */
  password?: string;
  invite?: string;
}

/**
 * Is this the host one knows, and does its word agree with its certificate?
 * @param seen the fingerprint the transport saw, if it can see one
 * @throws Refusal `wrong-version`, `not-parley`, `key-changed`
 */
export function checkHost({ version, host }: Challenge, { hostId, pin }: Credentials, seen: string | null): void {
  if (version !== PROTOCOL_VERSION) throw new Refusal('wrong-version');
  if (hostId !== undefined && hostId !== host.id) {
    throw Refusal.because('not-parley', { why: 'host-other' });
  }
  for (const fingerprint of [pin, seen ?? undefined]) {
    if (fingerprint !== undefined && fingerprint !== host.fingerprint) throw new Refusal('key-changed');
  }
}

/** The request that answers a challenge. */
export async function loginParams({ host, nonce }: Challenge, credentials: Credentials): Promise<Asked<'login'>> {
  const { identity, name, told, password, invite } = credentials;
  const signature = await identity.sign(loginText(host, nonce, identity.key));
  return {
    key: identity.key,
    name,
    signature,
    ...(told.get(host.id, 'name') === name && { same: true }),
    ...(password === undefined ? {} : { password }),
    ...(invite === undefined ? {} : { invite }),
  };
}

/** A host has let one in, perhaps by the name that was asked for. */
export function named({ id }: HostInfo, { name, told }: Credentials, { me }: LoggedIn): void {
  if (me.name === name) told.set(id, 'name', name);
}
