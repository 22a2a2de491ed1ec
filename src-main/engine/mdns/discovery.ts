import { silentDiscovery, type Discovery } from '../discovery.ts';
import { advertise } from './advert.ts';
import { browse } from './browser.ts';

/** Discovery by multicast DNS (RFC 6762, RFC 6763). Hosts advertised through it are `own` in what it finds. */
export function mdnsDiscovery(): Discovery {
  const own = new Set<string>();
  return {
    advertise(advert) {
      own.add(advert.id);
      const stop = advertise(advert);
      return async () => {
        await stop();
        own.delete(advert.id);
      };
    },
    browse: (onChange) => browse((id) => own.has(id), onChange),
  };
}

/** The discovery to use: silent if the environment says `PARLEY_DISCOVERY=off`. */
export function discoveryFromEnvironment(): Discovery {
  return process.env.PARLEY_DISCOVERY === 'off' ? silentDiscovery() : mdnsDiscovery();
}
