import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';
import { report } from '../report.ts';

type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

function read(): Interfaces {
  try {
    return networkInterfaces();
  } catch (error) {
    // Some sandboxes forbid the question; without an answer there is no network to be found on.
    report('the network interfaces cannot be read', error);
    return {};
  }
}

/**
 * This computer's IPv4 addresses on its networks, one per interface, those that a router gave before those that the
 * computer gave itself (169.254.0.0/16).
 */
export function localAddresses(interfaces: Interfaces = read()): string[] {
  const first = Object.values(interfaces).flatMap((entries) => {
    const usable = (entries ?? []).find(({ family, internal }) => family === 'IPv4' && !internal);
    return usable ? [usable.address] : [];
  });
  const selfGiven = (address: string): boolean => address.startsWith('169.254.');
  return [...first.filter((address) => !selfGiven(address)), ...first.filter(selfGiven)];
}
