import { describe, expect, it } from 'vitest';
import { Engine } from '../../../../src-renderer/lib/engine.svelte.ts';

class FakePort {
  onmessage: ((event: MessageEvent) => void) | null = null;
  readonly sent: unknown[] = [];
  open = true;

  postMessage(message: unknown): void {
    this.sent.push(message);
  }

  start(): void {
    // Nothing to start.
  }

  close(): void {
    this.open = false;
  }

  say(data: unknown): void {
    this.onmessage?.(new MessageEvent('message', { data }));
  }
}

function listen() {
  const heard: unknown[] = [];
  return {
    heard,
    opened: (fingerprint: string | null) => heard.push(['opened', fingerprint]),
    frame: (text: string) => heard.push(['frame', text]),
    closed: ({ code }: { code: string }) => heard.push(['closed', code]),
  };
}

describe('the engine', () => {
  it('opens what was asked for before it was there, and carries frames both ways', () => {
    const engine = new Engine('ada');
    const handlers = listen();
    const link = engine.transport.open('parley://a:1', handlers, 'the pin');
    const port = new FakePort();
    engine.attach(port);
    link.send('hello');
    expect(port.sent).toEqual([
      { type: 'person', key: 'ada' },
      { type: 'open', connection: 1, url: 'parley://a:1', pin: 'the pin' },
      { type: 'frame', connection: 1, text: 'hello' },
    ]);
    port.say({ type: 'opened', connection: 1, fingerprint: 'of the certificate' });
    port.say({ type: 'frame', connection: 1, text: 'hi' });
    port.say({ type: 'closed', connection: 1, failure: { code: 'host-closing', message: '' } });
    port.say({ type: 'frame', connection: 1, text: 'too late' });
    link.send('too late');
    expect(handlers.heard).toEqual([
      ['opened', 'of the certificate'],
      ['frame', 'hi'],
      ['closed', 'host-closing'],
    ]);
    expect(port.sent).toHaveLength(3);
  });

  it('ends every connection when another engine takes its place', () => {
    let attached = 0;
    const engine = new Engine('ada', () => (attached += 1));
    const first = new FakePort();
    engine.attach(first);
    const handlers = listen();
    engine.transport.open('parley://a:1', handlers);
    const second = new FakePort();
    engine.attach(second);
    expect(handlers.heard).toEqual([['closed', 'host-gone']]);
    expect(first.open).toBe(false);
    expect(second.sent).toEqual([{ type: 'person', key: 'ada' }]);
    expect(attached).toBe(2);
    engine.become('ada elsewhere');
    expect(second.sent.at(-1)).toEqual({ type: 'person', key: 'ada elsewhere' });
  });

  it('tells of hosting and of hosts found, and passes over what it cannot read', () => {
    const engine = new Engine('ada');
    const port = new FakePort();
    engine.attach(port);
    const host = {
      id: 'x',
      name: 'X',
      fingerprint: '',
      version: '1',
      url: 'parley://x',
      address: 'x:9292',
      own: false,
    };
    port.say({ type: 'discovery', hosts: [host], failure: null });
    port.say({ type: 'hosting', status: { state: 'starting' } });
    port.say({ type: 'hosting', status: { state: 'purple' } });
    port.say('nonsense');
    expect(engine.found).toEqual([host]);
    expect(engine.hosting).toEqual({ state: 'starting' });
  });
});
