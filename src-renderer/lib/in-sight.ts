/** A list of up to this many rows is drawn whole. */
export const WHOLE = 60;
/** Rows drawn beyond the edges of what is in sight, so that scrolling and the Tab key find them there. */
const BEYOND = 12;
/** Rows drawn before it is known where the list stands. */
const FIRST = 40;

/** Where a list stands, in pixels. */
export interface Sight {
  /** How much of it is scrolled out of sight above; negative where it begins further down. */
  readonly above: number;
  /** Height of what it scrolls in. */
  readonly height: number;
  /** Height of a row. */
  readonly row: number;
}

/** The rows of a list that are to be in the page: from this one, up to but without that one. */
export function partInSight(count: number, sight: Sight | null): { from: number; to: number } {
  if (count <= WHOLE) return { from: 0, to: count };
  if (!sight || sight.row <= 0) return { from: 0, to: FIRST };
  const { above, height, row } = sight;
  const within = (at: number): number => Math.max(0, Math.min(count, at));
  const from = within(Math.floor(above / row) - BEYOND);
  const to = within(Math.ceil((above + height) / row) + BEYOND);
  // What is out of sight altogether keeps a row, by which it is measured.
  return from < to ? { from, to } : from === 0 ? { from: 0, to: 1 } : { from: count - 1, to: count };
}

/** How far to scroll for something to be in sight in its box, with as much around it as it is high; in pixels. */
export function scrollTo(one: { top: number; bottom: number }, box: { top: number; bottom: number }): number {
  const around = one.bottom - one.top;
  return Math.min(0, one.top - around - box.top) || Math.max(0, one.bottom + around - box.bottom);
}
