import { join } from 'node:path';
import type { HostOptions } from '../host/host.ts';
import type { Configuration } from './messages.ts';

/** The host that the settings ask for. */
export interface Wanted {
  options: HostOptions;
  advertise: boolean;
}

/** What the settings ask for, or null if no host is wanted. */
export function wantedHost({ settings: { hosting }, userData, uiDir }: Configuration): Wanted | null {
  if (!hosting.on) return null;
  const { name, port, guests, advertise } = hosting;
  const dataDir = hosting.dataDir === '' ? join(userData, 'host') : hosting.dataDir;
  return { options: { dataDir, name, port, nextFreePort: true, guests, uiDir }, advertise };
}

/** Whether a running host must be stopped and started to become another one. */
export function needsRestart(running: HostOptions, wanted: HostOptions): boolean {
  const fields = ['dataDir', 'name', 'port', 'guests', 'uiDir'] as const;
  return fields.some((field) => running[field] !== wanted[field]);
}
