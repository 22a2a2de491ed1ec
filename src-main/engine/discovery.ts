import type { Failure, FoundHost } from '../../src-shared/protocol/bridge.ts';

/** Ends something; resolves when it has ended. Calling it again does nothing. */
export type Stop = () => Promise<void>;

/** What the network hears of a host. `fingerprint` is empty for a host without a key. */
export interface Advert {
  id: string;
  name: string;
  port: number;
  fingerprint: string;
}

/** Hosts on the network, and why none can be found, if so. */
export interface Found {
  hosts: FoundHost[];
  failure: Failure | null;
}

/** Finding hosts on the local network, and being found. Nothing in it ever throws because of the network. */
export interface Discovery {
  /** Announces a host until stopped; stopping says goodbye, so that it vanishes elsewhere at once. */
  advertise(advert: Advert): Stop;
  /** Calls back at once and with every change until stopped. */
  browse(onChange: (found: Found) => void): Stop;
}

/** Discovery that neither speaks nor listens. */
export function silentDiscovery(): Discovery {
  const stop: Stop = () => Promise.resolve();
  return {
    advertise: () => stop,
    browse: (onChange) => {
      onChange({ hosts: [], failure: null });
      return stop;
    },
  };
}
