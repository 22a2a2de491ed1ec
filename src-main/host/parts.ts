/** Characters of a list in one frame: far below what a client takes, even if each is four bytes, and soon read there. */
const FRAME_CHARACTERS = 256 * 1024;

/**
 * A list as JSON, in as many lists as it takes to fit into frames; one at least.
 * @param items each as JSON
 * @param atLeast so many of them, the first, stay in the first list however long they are
 */
export function inParts(items: readonly string[], atLeast = 0): string[] {
  const parts: string[] = [];
  let part = '';
  for (const [i, item] of items.entries()) {
    if (i >= atLeast && part !== '' && part.length + item.length > FRAME_CHARACTERS) {
      parts.push(`[${part}]`);
      part = '';
    }
    part += part === '' ? item : `,${item}`;
  }
  return [...parts, `[${part}]`];
}
