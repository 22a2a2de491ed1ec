import { connect } from 'node:net';
import type { IncomingMessage } from 'node:http';
import { WebSocket, type ClientOptions } from 'ws';
import { loginText, type Challenge } from '../../src-shared/protocol/login.ts';
import { SUBPROTOCOL } from '../../src-shared/protocol/version.ts';
import type { Identity } from '../../src-shared/session/ports.ts';
import { afterThisTest } from './host.ts';
import { newIdentity } from './people.ts';
import { until } from './wait.ts';

/** A frame from a host, not yet looked at. */
export type Frame = Record<string, unknown>;

/** One WebSocket, frame by frame, without a session's help: whatever is sent goes out as it is. */
export class Wire {
  /** Frames that came and were not taken yet. */
  readonly frames: Frame[] = [];
  closed: { code: number; reason: string } | null = null;
  readonly ws: WebSocket;
  #nextId = 1;

  constructor(ws: WebSocket) {
    this.ws = ws;
    ws.on('message', (data: Buffer) => {
      this.frames.push(JSON.parse(data.toString('utf8')) as Frame);
    });
    ws.on('error', () => undefined);
    ws.on('close', (code, reason) => {
      this.closed = { code, reason: reason.toString() };
    });
  }

  /** Sends text or bytes as they are, anything else as JSON. */
  send(...frames: (object | string)[]): void {
    for (const frame of frames)
      this.ws.send(typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame));
  }

  /** Takes the first frame that has these fields, waiting for it if need be. */
  async next(fields: Frame): Promise<Frame> {
    const wanted = Object.entries(fields);
    return until(
      () => {
        const i = this.frames.findIndex((frame) => wanted.every(([name, value]) => frame[name] === value));
        return i < 0 ? null : this.frames.splice(i, 1)[0];
      },
      5_000,
      `a frame with ${JSON.stringify(fields)}, having got ${JSON.stringify(this.frames).slice(0, 500)}`,
    );
  }

  /** Asks and gives the answer: what `result` holds, or the refusal. */
  async ask(type: string, params: Frame = {}): Promise<Frame> {
    const id = this.#nextId;
    this.#nextId += 1;
    this.send({ id, type, ...params });
    const { result, error } = await this.next({ id });
    return (result ?? error) as Frame;
  }

  /** How the connection ended. */
  ended(): Promise<{ code: number; reason: string }> {
    return until(() => this.closed, 5_000, 'the connection to end');
  }

  close(): void {
    this.ws.close();
  }
}

/** What a door says instead of opening. */
export interface Turned {
  status: number;
  code: unknown;
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Opens a WebSocket, or tells how that was refused. */
export function tryWire(url: string, protocols: string[] = [], options: ClientOptions = {}): Promise<Wire | Turned> {
  const ws = new WebSocket(url, protocols, { perMessageDeflate: false, ...options });
  const wire = new Wire(ws);
  afterThisTest(() => {
    ws.terminate();
    return undefined;
  });
  return new Promise((resolve, reject) => {
    ws.on('open', () => {
      resolve(wire);
    });
    ws.on('unexpected-response', (_request, response: IncomingMessage) => {
      bodyOf(response).then((body) => {
        resolve({ status: response.statusCode ?? 0, code: (JSON.parse(body) as Frame).code });
      }, reject);
    });
    ws.on('error', reject);
  });
}

async function openWire(url: string, protocols: string[], options: ClientOptions): Promise<Wire> {
  const wire = await tryWire(url, protocols, options);
  if (wire instanceof Wire) return wire;
  throw new Error(`refused: ${JSON.stringify(wire)}`);
}

/** A connection to `/session`, not logged in. */
export function sessionWire(base: string, options: ClientOptions = {}): Promise<Wire> {
  return openWire(`ws://${base}/session`, [SUBPROTOCOL], options);
}

/** A connection to `/chat`. */
export function chatWire(base: string, options: ClientOptions = {}): Promise<Wire> {
  return openWire(`ws://${base}/chat`, [], options);
}

/** What someone sends to log in. */
export async function loginFields(wire: Wire, name: string, identity: Identity): Promise<Frame> {
  const { host, nonce } = (await wire.next({ type: 'challenge' })) as unknown as Challenge;
  return { key: identity.key, name, signature: await identity.sign(loginText(host, nonce, identity.key)) };
}

/** A connection to `/session`, logged in and in the first room. */
export async function personWire(
  base: string,
  name: string,
  identity = newIdentity(),
): Promise<{ wire: Wire; room: string; me: Frame }> {
  const wire = await sessionWire(base);
  const welcome = await wire.ask('login', await loginFields(wire, name, identity));
  const room = String((welcome.rooms as Frame[])[0]?.id);
  await wire.ask('room.join', { room });
  return { wire, room, me: welcome.me as Frame };
}

/** Sends bytes over TCP as they are, and gives all that comes back until the other side ends. */
export function rawHttp(base: string, bytes: string): Promise<string> {
  const [host = '', port = ''] = base.split(':');
  const socket = connect(Number(port), host);
  afterThisTest(() => {
    socket.destroy();
    return undefined;
  });
  return new Promise((resolve, reject) => {
    let text = '';
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => {
      resolve(text);
    });
    socket.write(bytes);
  });
}
