import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import type { Discovery, Found } from '../../src-main/engine/discovery.ts';
import type { Configuration, ToMain } from '../../src-main/engine/messages.ts';
import type { Port } from '../../src-main/engine/ports.ts';
import { EngineService } from '../../src-main/engine/service.ts';
import type { Host } from '../../src-main/host/host.ts';
import { fromEngine, type FromEngine } from '../../src-shared/protocol/bridge.ts';
import { settings, type Settings } from '../../src-shared/protocol/settings.ts';
import { SUBPROTOCOL } from '../../src-shared/protocol/version.ts';
import { newIdentity } from '../support/people.ts';

const nobody: Found = { hosts: [], failure: null };

function configuration(hostingOn: boolean, change: Partial<Settings> = {}): Configuration {
  const wanted = settings.parse({ hosting: { on: hostingOn, name: 'Office' }, ...change });
  return { type: 'configure', settings: wanted, userData: '/data', uiDir: '/ui' };
}

/** The engine with a host that is a bare WebSocket server, on a real socket, and a network the test makes up. */
class Engine {
  readonly toMain: ToMain[] = [];
  readonly online = new Set<string>();
  browsing: ((found: Found) => void) | null = null;
  closed = 0;
  #server: Server | null = null;
  #ports: MessagePort[] = [];
  readonly service = new EngineService({
    startHost: () => this.#startHost(),
    discovery: this.#discovery(),
    addresses: () => ['192.168.1.20'],
    toMain: (message) => this.toMain.push(message),
  });

  /** A page's end of a real message channel to the engine, and what it has heard. */
  page(): { heard: FromEngine[]; port: MessagePort } {
    const { port1, port2 } = new MessageChannel();
    const heard: FromEngine[] = [];
    port2.on('message', (message) => heard.push(fromEngine.parse(message)));
    this.#ports.push(port2);
    this.service.addPage(portOf(port1));
    return { heard, port: port2 };
  }

  async end(): Promise<void> {
    await this.service.shutdown();
    for (const port of this.#ports) port.close();
  }

  async #startHost(): Promise<Host> {
    const server = createServer();
    const sockets = new WebSocketServer({ server, handleProtocols: () => SUBPROTOCOL });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#server = server;
    return {
      id: 'host-a',
      name: 'Office',
      port: (server.address() as AddressInfo).port,
      fingerprint: 'f',
      online: (except) => [...this.online].filter((key) => except?.has(key) !== true).length,
      onChange: () => () => undefined,
      close: () => {
        this.closed += 1;
        for (const socket of sockets.clients) socket.close(1001, 'host-closing');
        return new Promise((resolve) => this.#server?.close(() => resolve()));
      },
    };
  }

  #discovery(): Discovery {
    return {
      advertise: () => () => Promise.resolve(),
      browse: (onChange) => {
        this.browsing = onChange;
        onChange(nobody);
        return () => {
          this.browsing = null;
          return Promise.resolve();
        };
      },
    };
  }
}

function portOf(port: MessagePort): Port {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => port.on('message', listener),
    onClose: (listener) => port.on('close', listener),
    close: () => port.close(),
  };
}

let engine: Engine;
afterEach(() => engine.end());

describe('the engine', () => {
  test('tells a page what is, and every page what changes', async () => {
    engine = new Engine();
    engine.service.configure(configuration(false));
    const first = engine.page();
    await expect
      .poll(() => first.heard)
      .toEqual([
        { type: 'hosting', status: { state: 'off' } },
        { type: 'discovery', ...nobody },
      ]);
    engine.service.configure(configuration(true));
    await expect
      .poll(() => first.heard.at(-1))
      .toMatchObject({ type: 'hosting', status: { state: 'on', name: 'Office' } });
    const second = engine.page();
    await expect.poll(() => second.heard[0]).toMatchObject({ type: 'hosting', status: { state: 'on' } });
    const found: Found = { hosts: [], failure: { code: 'unreachable', message: 'No network.' } };
    engine.browsing?.(found);
    for (const { heard } of [first, second])
      await expect.poll(() => heard.at(-1)).toEqual({ type: 'discovery', ...found });
  });

  test('forgets what it found when browsing is switched off', async () => {
    engine = new Engine();
    engine.service.configure(configuration(false));
    engine.browsing?.({ hosts: [], failure: { code: 'unreachable', message: 'No network.' } });
    engine.service.configure(configuration(false, { browse: false }));
    expect(engine.browsing).toBeNull();
    const { heard } = engine.page();
    await expect.poll(() => heard[1]).toEqual({ type: 'discovery', ...nobody });
  });

  test('counts the people connected besides those whose windows it shows', async () => {
    engine = new Engine();
    const ada = newIdentity().key;
    for (const key of [ada, newIdentity().key]) engine.online.add(key);
    engine.service.configure(configuration(true));
    await expect.poll(() => engine.toMain.at(-1)).toMatchObject({ status: { state: 'on', others: 2 } });
    const { heard, port } = engine.page();
    port.postMessage({ type: 'person', key: ada });
    await expect.poll(() => engine.toMain.at(-1)).toMatchObject({ status: { others: 1 } });
    await expect.poll(() => heard.at(-1)).toMatchObject({ status: { others: 1 } });
  });

  test("ends a page's connections to its own host with the host's reason", async () => {
    engine = new Engine();
    engine.service.configure(configuration(true));
    const { heard, port } = engine.page();
    await expect.poll(() => engine.toMain.at(-1)?.status.state).toBe('on');
    const status = engine.toMain.at(-1)?.status;
    port.postMessage({ type: 'open', connection: 1, url: status?.state === 'on' ? status.localUrl : '' });
    await expect.poll(() => heard.some(({ type }) => type === 'opened')).toBe(true);
    engine.service.configure(configuration(false));
    await expect
      .poll(() => heard.find(({ type }) => type === 'closed'))
      .toMatchObject({ failure: { code: 'host-closing' } });
    expect(engine.closed).toBe(1);
  });
});
