import type { Socket } from 'node:net';
import { encodeFrames } from './frames.ts';

/**
 * The sending side of one WebSocket. Frames go to the TCP socket directly, so that one buffer can serve every reader of a
 * room; that is sound because each write is whole frames, and nothing else fragments or compresses on this socket.
 */
export class Outlet {
  readonly #socket: Socket;
  #waiting: string[] | null = null;
  #open = true;

  constructor(socket: Socket) {
    this.#socket = socket;
    // One reader may wait for it in each of its rooms.
    socket.setMaxListeners(0);
  }

  /** Bytes not yet taken by the operating system. */
  get backlog(): number {
    return this.#socket.writableLength;
  }

  /** Is its reader so slow that what can be spared should be? */
  get congested(): boolean {
    return this.#socket.writableNeedDrain;
  }

  get open(): boolean {
    return this.#open && this.#socket.writable;
  }

  /** Sends a text frame; all that is sent in one turn leaves in one write. */
  send(text: string): void {
    if (!this.#open) return;
    if (this.#waiting) {
      this.#waiting.push(text);
      return;
    }
    this.#waiting = [text];
    process.nextTick(() => {
      this.flush();
    });
  }

  /** Sends frames that are encoded already, after what was sent before. */
  write(frames: Buffer): void {
    if (!this.open) return;
    if (this.#waiting) this.flush();
    this.#socket.write(frames);
  }

  /** Writes what waits. */
  flush(): void {
    const texts = this.#waiting;
    if (!texts) return;
    this.#waiting = null;
    if (this.open) this.#socket.write(encodeFrames(texts));
  }

  /** Runs once, in a later turn, when the socket takes more without growing its queue. */
  whenWritable(run: () => void): void {
    if (this.#socket.writableNeedDrain) this.#socket.once('drain', run);
    else setImmediate(run);
  }

  /** Nothing may be written after a closing frame (RFC 6455, section 5.5.1). */
  close(): void {
    this.flush();
    this.#open = false;
  }
}
