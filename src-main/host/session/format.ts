import type { RoomEvent } from '../../../src-shared/protocol/events.ts';
import { encodeFrames } from '../frames.ts';
import type { Format } from '../fanout.ts';

/** Characters of events in one frame; far below what a client takes, even if each is four bytes. */
const FRAME_CHARACTERS = 256 * 1024;

/** Events on `/session`: as few frames as the size of one allows. */
export function sessionFormat(room: string): Format {
  const head = `{"type":"events","room":"${room}","events":[`;
  return {
    key: room,
    encode(events: readonly RoomEvent[]): Buffer {
      const frames: string[] = [];
      let part = '';
      for (const event of events) {
        const json = JSON.stringify(event);
        if (part !== '' && part.length + json.length > FRAME_CHARACTERS) {
          frames.push(`${head}${part}]}`);
          part = '';
        }
        part = part === '' ? json : `${part},${json}`;
      }
      frames.push(`${head}${part}]}`);
      return encodeFrames(frames);
    },
  };
}
