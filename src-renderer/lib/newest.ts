/** Sets a value, and forgets the one set first where there are more than `most`. */
export function setNewest<T>(all: Map<string, T>, name: string, value: T, most: number): void {
  all.set(name, value);
  const [oldest] = all.keys();
  if (all.size > most && oldest !== undefined) all.delete(oldest);
}
