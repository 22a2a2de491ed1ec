import type { HostInfo } from '../../src-shared/protocol/login.ts';
import type { Member } from '../../src-shared/protocol/rooms.ts';
import type { Store } from '../store/store.ts';
import type { About } from './about.ts';
import type { Access } from './access.ts';
import type { Buckets } from './bucket.ts';
import type { Fanout } from './fanout.ts';
import type { HostLimits } from './limits.ts';
import type { LinkBoxes } from './link-boxes.ts';
import type { Log } from './log.ts';
import type { Looks } from './looks.ts';
import type { Members } from './members.ts';
import type { Messages } from './messages.ts';
import type { Metrics } from './metrics.ts';
import type { Moderation } from './moderation.ts';
import type { Reads } from './reads.ts';
import type { Receipts } from './receipts.ts';
import type { Rooms } from './rooms.ts';
import type { Signals } from './signals.ts';

/** What every door of a host (sessions, the plain dialect, REST) works with. */
export interface HostCore {
  readonly info: HostInfo;
  readonly guests: boolean;
  /** Names besides its addresses that the host goes by on the web. */
  readonly publicNames: ReadonlySet<string>;
  readonly limits: HostLimits;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly store: Store;
  readonly members: Members;
  readonly about: About;
  readonly looks: Looks;
  readonly access: Access;
  readonly moderation: Moderation;
  readonly rooms: Rooms;
  readonly messages: Messages;
  readonly reads: Reads;
  readonly receipts: Receipts;
  readonly linkBoxes: LinkBoxes;
  readonly fanout: Fanout;
  readonly signals: Signals;
  /** Something that others see of a person has changed: whoever sees them is told, and they themselves. */
  readonly changed: (member: Member) => void;
  /** Budgets that outlive a connection: events, typing, searches and pictures by person, calls by address. */
  readonly budgets: {
    events: Buckets<number>;
    signals: Buckets<number>;
    searches: Buckets<number>;
    pictures: Buckets<number>;
    calls: Buckets<string>;
  };
}
