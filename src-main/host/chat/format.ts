import { allWords } from '../../../src-shared/domain/forward.ts';
import type { ChatMessage } from '../../../src-shared/protocol/chat.ts';
import type { MessageEvent, RoomEvent } from '../../../src-shared/protocol/events.ts';
import type { Format } from '../fanout.ts';
import { encodeFrames } from '../frames.ts';

/** A message as the plain dialect and REST show it. */
export function chatMessage({ id, seq, name, text, at, erased, state, forwarded }: MessageEvent): ChatMessage {
  const message = {
    id,
    seq,
    username: name,
    content: allWords({ text: state?.text ?? text, forwarded }),
    timestamp: at,
  };
  return erased ? { ...message, deleted: true } : message;
}

/** Events on `/chat`: the messages among them, a frame each, the room named as the reader named it. */
export class ChatFormat implements Format {
  readonly key: string;
  readonly #label: string;

  constructor(room: string, label: string) {
    this.key = `${room} ${label}`;
    this.#label = label;
  }

  encode(events: readonly RoomEvent[]): Buffer {
    const head = `{"type":"message","room":${JSON.stringify(this.#label)},"data":`;
    const frames: string[] = [];
    for (const event of events) {
      if (event.kind === 'message') frames.push(`${head}${JSON.stringify(chatMessage(event))}}`);
    }
    return encodeFrames(frames);
  }
}
