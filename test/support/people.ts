import { createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { WebSocket } from 'ws';
import { REFUSALS } from '../../src-shared/protocol/errors.ts';
import { SUBPROTOCOL } from '../../src-shared/protocol/version.ts';
import type { Failure, Identity, OutboxStorage, Transport, Unsent, Told } from '../../src-shared/session/ports.ts';
import { Session, type SessionOptions } from '../../src-shared/session/session.ts';
import { realClock } from './clock.ts';

/** A person's key, as the app makes it on first start. */
export function newIdentity(): Identity {
  const { privateKey } = generateKeyPairSync('ed25519');
  return identityOf(privateKey);
}

function identityOf(privateKey: KeyObject): Identity {
  const { x } = privateKey.export({ format: 'jwk' });
  const key = createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' }));
  return { key: x ?? '', sign: (text) => Promise.resolve(sign(null, Buffer.from(text), key).toString('base64url')) };
}

function failureOf(code: number, reason: string): Failure {
  const known = reason in REFUSALS ? reason : code === 1009 ? 'too-large' : 'host-gone';
  return { code: known, message: REFUSALS[known as keyof typeof REFUSALS] };
}

/** A session's transport over a real WebSocket. */
export const wsTransport: Transport = {
  open(url, handlers) {
    // As in a browser, what a frame brings about is done before the next frame is heard.
    const ws = new WebSocket(url, SUBPROTOCOL, { perMessageDeflate: false, allowSynchronousEvents: false });
    let failure: Failure | null = null;
    ws.on('open', () => {
      handlers.opened(null);
    });
    ws.on('message', (data: Buffer) => {
      handlers.frame(data.toString('utf8'));
    });
    ws.on('error', (error) => {
      failure = { code: 'refused', message: error.message };
    });
    ws.on('close', (code, reason) => {
      handlers.closed(failure ?? failureOf(code, reason.toString()));
    });
    return {
      send: (text) => {
        if (ws.readyState === WebSocket.OPEN) ws.send(text);
      },
      close: () => {
        ws.close();
      },
    };
  },
};

/** Unsent messages in memory; give the same one to a later session to play a restart of the app. */
export class MemoryOutbox implements OutboxStorage {
  readonly entries = new Map<string, Unsent>();

  load(): Promise<Unsent[]> {
    return Promise.resolve([...this.entries.values()]);
  }

  put(_host: string, entry: Unsent): Promise<void> {
    this.entries.set(entry.id, entry);
    return Promise.resolve();
  }

  remove(_host: string, id: string): Promise<void> {
    this.entries.delete(id);
    return Promise.resolve();
  }
}

/** What a device remembers of what it told hosts. */
export function memoryTold(): Told {
  const told = new Map<string, string>();
  return {
    get: (host, what) => told.get(host + what) ?? '',
    set: (host, what, value) => void told.set(host + what, value),
  };
}

/** A session of a new person, not started. */
export function newSession(options: Partial<SessionOptions> & { url: string; name: string }): Session {
  const marks = new Map<string, number>();
  return new Session({
    transport: wsTransport,
    identity: newIdentity(),
    outbox: new MemoryOutbox(),
    clock: realClock,
    told: memoryTold(),
    readMarks: {
      get: (host, room) => marks.get(host + room) ?? null,
      set: (host, room, seq) => void marks.set(host + room, seq),
    },
    ...options,
  });
}
