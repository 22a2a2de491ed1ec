import type { RoomEvent } from '../../../src-shared/protocol/events.ts';
import { encodeFrames } from '../frames.ts';
import { seenFrom } from '../../store/sight.ts';
import type { Format } from '../fanout.ts';
import type { HostRoom } from '../room-list.ts';

/** Characters of events in one frame; far below what a client takes, even if each is four bytes. */
const FRAME_CHARACTERS = 256 * 1024;

/**
 * Events on `/session`: as few frames as the size of one allows. Where newcomers may not read what was said before, those
 * who joined together share an encoding that tells nothing of it.
 */
export class SessionFormat implements Format {
  readonly #room: Pick<HostRoom, 'id' | 'history'>;
  readonly #since: number;

  constructor(room: Pick<HostRoom, 'id' | 'history'>, since: number) {
    this.#room = room;
    this.#since = since;
  }

  get key(): string {
    const { id, history } = this.#room;
    return history === 'all' ? id : `${id} ${String(this.#since)}`;
  }

  encode(events: readonly RoomEvent[]): Buffer {
    const { id, history } = this.#room;
    const head = `{"type":"events","room":"${id}","events":[`;
    const frames: string[] = [];
    let part = '';
    for (const event of events) {
      const json = JSON.stringify(history === 'all' ? event : seenFrom(event, this.#since));
      if (part !== '' && part.length + json.length > FRAME_CHARACTERS) {
        frames.push(`${head}${part}]}`);
        part = '';
      }
      part = part === '' ? json : `${part},${json}`;
    }
    frames.push(`${head}${part}]}`);
    return encodeFrames(frames);
  }
}
