import { Console } from 'node:console';

// Unlike the stream itself, a Console survives that nobody reads it any more, as when the terminal was closed.
const stderr = new Console(process.stderr);

function describe(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  // What has a code is the system's refusal, or ours; anything else is a mistake, and its place is of interest.
  return 'code' in cause ? cause.message : (cause.stack ?? cause.message);
}

/** Writes trouble of this process to its standard error, for whoever runs it; people are told in the window. */
export function report(what: string, cause?: unknown): void {
  stderr.error(cause === undefined ? what : `${what}: ${describe(cause)}`);
}
