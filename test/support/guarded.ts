import type { Asked } from '../../src-shared/protocol/requests.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { ServedHost } from './browser.ts';
import { afterThisTest } from './host.ts';
import { newSession } from './people.ts';
import { until } from './wait.ts';

export const socketUrl = (served: ServedHost): string => `${served.url.replace('http', 'ws')}session`;

/** A host of its own whose owner, who came first, says who may come in. */
export async function guarded(access: Asked<'access.set'>): Promise<{ served: ServedHost; owner: Session }> {
  const served = new ServedHost('Guarded host');
  afterThisTest(() => served.remove());
  await served.start();
  const owner = newSession({ url: socketUrl(served), name: 'Ada' });
  afterThisTest(() => {
    owner.stop();
    return undefined;
  });
  owner.start();
  await until(() => owner.status.state === 'connected');
  await owner.request('access.set', access);
  return { served, owner };
}
