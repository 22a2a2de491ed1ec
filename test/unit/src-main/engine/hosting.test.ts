import { describe, expect, test } from 'vitest';
import type { Advert } from '../../../../src-main/engine/discovery.ts';
import { Hosting } from '../../../../src-main/engine/hosting.ts';
import type { Configuration } from '../../../../src-main/engine/messages.ts';
import type { Host, HostOptions } from '../../../../src-main/host/host.ts';
import type { HostingStatus } from '../../../../src-shared/protocol/bridge.ts';
import { Refusal } from '../../../../src-shared/protocol/errors.ts';
import { settings, type HostingSettings } from '../../../../src-shared/protocol/settings.ts';
import { reported } from '../../../support/reports.ts';

function configuration(hosting: Partial<HostingSettings>): Configuration {
  return {
    type: 'configure',
    settings: settings.parse({ hosting: { on: true, name: 'Office', ...hosting } }),
    userData: '/data',
    uiDir: '/ui',
  };
}

/** A world without sockets: hosts that take a moment to start and to stop, and a record of what happened. */
class World {
  readonly log: string[] = [];
  readonly statuses: HostingStatus[] = [];
  readonly hosting: Hosting;
  running = 0;
  online = 0;
  failure: Error | null = null;
  changed: () => void = () => undefined;

  constructor() {
    this.hosting = new Hosting({
      startHost: (options) => this.#start(options),
      discovery: { advertise: (advert) => this.#advertise(advert), browse: () => () => Promise.resolve() },
      addresses: () => ['192.168.1.20'],
      people: () => new Set(),
      publish: (status) => this.statuses.push(status),
    });
  }

  async want(hosting: Partial<HostingSettings>): Promise<HostingStatus> {
    this.hosting.configure(configuration(hosting));
    await this.hosting.settled();
    return this.hosting.status;
  }

  async #start(options: HostOptions): Promise<Host> {
    this.log.push(`start ${options.name}`);
    await pause();
    if (this.failure !== null) throw this.failure;
    this.running += 1;
    if (this.running > 1) throw new Error('two hosts at once');
    return this.#host(options);
  }

  #host({ name, port }: HostOptions): Host {
    return {
      id: 'host-a',
      name,
      port,
      fingerprint: 'f',
      online: () => this.online,
      onChange: (listener) => {
        this.changed = listener;
        return () => undefined;
      },
      close: async () => {
        this.log.push(`close ${name}`);
        await pause();
        this.running -= 1;
      },
    };
  }

  #advertise({ name }: Advert): () => Promise<void> {
    this.log.push(`advertise ${name}`);
    return async () => {
      this.log.push(`withdraw ${name}`);
      await pause();
    };
  }
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}

describe('hosting', () => {
  const reports = reported();

  test('starts, is advertised, and says where it is', async () => {
    const world = new World();
    expect(await world.want({})).toEqual({
      state: 'on',
      id: 'host-a',
      name: 'Office',
      port: 9292,
      fingerprint: 'f',
      localUrl: 'ws://127.0.0.1:9292/session',
      addresses: ['192.168.1.20:9292'],
      dataDir: '/data/host',
      others: 0,
      guests: false,
      advertised: true,
    });
    expect(world.statuses.map(({ state }) => state)).toEqual(['starting', 'on']);
  });

  test('withdraws before it closes', async () => {
    const world = new World();
    await world.want({});
    expect(await world.want({ on: false })).toEqual({ state: 'off' });
    expect(world.log).toEqual(['start Office', 'advertise Office', 'withdraw Office', 'close Office']);
  });

  test('starts again only for what a running host cannot change', async () => {
    const world = new World();
    await world.want({});
    await world.want({ advertise: false });
    await world.want({ advertise: true });
    expect(world.log.filter((line) => line.startsWith('start'))).toHaveLength(1);
    await world.want({ name: 'Other' });
    await world.want({ name: 'Other', guests: true });
    expect(world.log.filter((line) => line.startsWith('start'))).toHaveLength(3);
    expect(world.running).toBe(1);
  });

  test('however fast the switch is flipped, the last wish holds and no two hosts run at once', async () => {
    const world = new World();
    for (let i = 0; i < 20; i += 1) {
      world.hosting.configure(configuration({ on: i % 2 === 0, name: `N${String(i)}` }));
      if (i % 3 === 0) await pause();
    }
    await world.hosting.settled();
    expect(world.hosting.status).toEqual({ state: 'off' });
    expect(world.running).toBe(0);
    world.hosting.configure(configuration({ on: false }));
    expect((await world.want({ name: 'Last' })).state).toBe('on');
    expect(world.running).toBe(1);
  });

  test('a failure keeps its code and sentence, and the next wish tries again', async () => {
    const world = new World();
    world.failure = new Refusal('folder-unwritable');
    expect(await world.want({})).toMatchObject({ state: 'failed', failure: { code: 'folder-unwritable' } });
    expect(world.log).toEqual(['start Office']);
    expect(reports).toEqual(['hosting failed: The data folder cannot be written to. Choose another one.']);
    world.failure = null;
    expect((await world.want({})).state).toBe('on');
  });

  test('a changed number of people is told, many changes once', async () => {
    const world = new World();
    await world.want({});
    const before = world.statuses.length;
    for (world.online = 1; world.online < 50; world.online += 1) world.changed();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(world.statuses.slice(before)).toMatchObject([{ state: 'on', others: 50 }]);
  });

  test('shutting down while it starts ends with nothing running', async () => {
    const world = new World();
    world.hosting.configure(configuration({}));
    await pause();
    await world.hosting.shutdown();
    expect(world.running).toBe(0);
    expect(world.hosting.status).toEqual({ state: 'off' });
  });
});
