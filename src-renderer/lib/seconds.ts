/** Seconds as people say them: "30 s", "5 min". */
export function secondsWord(seconds: number): string {
  return seconds >= 60 && seconds % 60 === 0 ? `${String(seconds / 60)} min` : `${String(seconds)} s`;
}
