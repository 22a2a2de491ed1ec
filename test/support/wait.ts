/** Waits until `condition` gives something other than false, null or undefined, and gives that. Fails after `ms`. */
export async function until<T>(
  condition: () => T | Promise<T>,
  ms = 10_000,
  what = condition.toString(),
): Promise<NonNullable<Exclude<T, false>>> {
  const end = performance.now() + ms;
  for (;;) {
    const value = await condition();
    if (value !== false && value !== null && value !== undefined) return value as NonNullable<Exclude<T, false>>;
    if (performance.now() > end) throw new Error(`waited ${String(ms)} ms in vain for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
