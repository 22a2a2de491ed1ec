import type { Socket } from 'node:net';
import type { Running } from '../lib/process.ts';

/** One client in the room. */
export interface Client {
  socket: Socket;
  /** The bytes that say `text` in the room. */
  say(text: string): Buffer;
}

/** A chat server as the bench sees it. */
export interface BenchServer {
  name: string;
  /** What it does besides passing messages on. */
  stores: string;
  available(): boolean;
  start(port: number): Promise<Running>;
  /** Connects, enters the one room, and returns once it hears what is said there. */
  join(port: number, number: number): Promise<Client>;
  /** Connects without entering. */
  idle(port: number, number: number): Promise<Socket>;
  /** Proves, after it has stopped, that it did what `stores` says for this many messages. */
  verify?(messages: number): void;
}
