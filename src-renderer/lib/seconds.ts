import { m } from '../../src-shared/messages/messages.js';

/** Seconds as people say them: "30 s", "5 min". */
export function secondsWord(seconds: number): string {
  return seconds >= 60 && seconds % 60 === 0 ? m.time_minutes({ n: seconds / 60 }) : m.time_seconds({ n: seconds });
}
