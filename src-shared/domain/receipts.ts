import type { Receipt } from '../protocol/reads.ts';

/** What is known of who has read how far, with what was told since. Whoever has seen something has seen it. */
export function withReceipts(known: readonly Receipt[], told: readonly Receipt[]): Receipt[] {
  const all = new Map(known.map((receipt) => [receipt.by, receipt]));
  for (const receipt of told) {
    all.set(receipt.by, { ...receipt, seq: Math.max(receipt.seq, all.get(receipt.by)?.seq ?? 0) });
  }
  return [...all.values()];
}

/** The names of those who have seen a message: neither who said it nor who asks, by name. */
export function seenBy(
  receipts: readonly Receipt[],
  message: { seq: number; by: number },
  me: number | null,
): string[] {
  return receipts
    .filter(({ by, seq }) => seq >= message.seq && by !== message.by && by !== me)
    .map(({ name }) => name)
    .sort((a, b) => a.localeCompare(b));
}
