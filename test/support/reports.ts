import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, vi, type MockInstance } from 'vitest';

/** What a host or its discovery says when all is well, and on a computer that was taken off its network. */
const USUAL = / host (started|stopped) |^multicast DNS on .* ENETUNREACH /;

/** Shows the trouble that a process of a test tells on its standard error. */
export function showTrouble({ stderr }: ChildProcess): void {
  if (!stderr) return;
  createInterface({ input: stderr }).on('line', (line) => {
    if (!USUAL.test(line)) process.stderr.write(`${line}\n`);
  });
}

/** The trouble that the code under test reports during each test of a file, in order; shown only if the test fails. */
export function reported(): string[] {
  const lines: string[] = [];
  let stderr: MockInstance<typeof process.stderr.write> | undefined;
  beforeEach(() => {
    lines.length = 0;
    stderr = vi.spyOn(process.stderr, 'write');
    stderr.mockImplementation((text) => lines.push(String(text).trimEnd()) > 0);
  });
  afterEach(({ task }) => {
    stderr?.mockRestore();
    if (task.result?.state === 'fail') for (const line of lines) console.error(line);
  });
  return lines;
}
