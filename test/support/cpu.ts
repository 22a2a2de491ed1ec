/**
 * Milliseconds of the processor that this thread spends on something: the least of up to five tries, which ends as soon as
 * one is below `enough`. How busy the computer is otherwise hardly matters to it.
 */
export function leastCpuMs(work: () => unknown, enough: number): number {
  let least = Infinity;
  for (let i = 0; i < 5 && least >= enough; i += 1) {
    const start = process.threadCpuUsage();
    work();
    const { user, system } = process.threadCpuUsage(start);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}
