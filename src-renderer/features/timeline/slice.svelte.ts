import { WINDOW_MAX } from '../../../src-shared/domain/window.ts';
import { PAGE_DEFAULT } from '../../../src-shared/protocol/limits.ts';
import { perFrame } from '../../lib/frames.ts';
import type { Row } from '../../lib/rows.ts';
import type { RoomView } from '../../lib/room-view.svelte.ts';

/** Rows in the page at most, whatever the room's size: what is out of sight is drawn with every frame too. Added at a time when
 * one scrolls on: few, so that no frame has to wait for them, and more where one is about to be without. */
export const SLICE_MAX = 160;
const STEP = 4;
const LARGE_STEP = 20;
/** With fewer rows than this loaded beyond those in the page, more is asked for: it should be there before it is needed. But
 * not if others as near as that would be dropped for it. */
const AHEAD = 80;
/** Rows that may gather while one follows the newest end, before all but the first few go: each costs with every message. */
const GATHERED_MAX = 60;
/** Heights in pixels: of a row, of each line of its text, and of what stands above the first row of a group. */
const ROW = 4;
const LINE = 22;
const GROUP = 28;
/** Lines counted of a row: long code is folded. And characters in each: a few more than most lines of a text hold. */
const LINES_MAX = 8;
const LINE_CHARS = 100;
/** Of a window's height, what its rows never have: the room's name above them, and the composer below. */
const AROUND = 110;
/** No further above the newest row than this, the first new message is in the page from the start. */
const UNREAD_NEAR = 60;

/** Characters that are put into the page in one frame below what is there, and for how many a row counts besides: what comes
 * in a burst is drawn in order, some at a time, so that no frame waits for more than one message of the dearest. */
const FRAME_CHARS = 4_000;
const ROW_CHARS = 100;

function lengthOf(row: Row | undefined): number {
  return ROW_CHARS + (row?.type === 'message' ? row.text.length : 0);
}

/** About how high a row is, and hardly higher. */
function heightOf(row: Row): number {
  if (row.type !== 'message') return ROW + LINE;
  const written = row.text.split('\n', LINES_MAX).filter((line) => line !== '' && !line.startsWith('```'));
  const lines = written.reduce((sum, line) => sum + Math.ceil(line.length / LINE_CHARS), 0);
  return ROW + LINE * Math.max(1, lines) + (row.startsGroup ? GROUP : 0);
}

/** Where the newest rows begin that fill a window: those in the page at first. What is above them comes in the frames that follow,
 * as does what is missing where rows are lower than that. */
function firstOf(rows: readonly Row[], height: number): number {
  let from = rows.length;
  for (let filled = AROUND; from > 0 && filled < height; from -= 1) {
    const row = rows[from - 1];
    if (row) filled += heightOf(row);
  }
  return from;
}

/** Has a row ready to be drawn, and then has it drawn. */
export type Prepare = (row: Row, draw: () => void) => void;

/** The rows of a room that are in the page: a slice that moves with the reader, named by its first row. */
export class Slice {
  /** The newest end is shown and followed. */
  following = $state(true);
  readonly #room: RoomView;
  readonly #height: number;
  readonly #prepare: Prepare;
  #topId: string | null;
  /** The last row that was drawn, null where all that there is may be drawn at once; another object lets more be drawn. */
  #drawn = $state.raw<{ id: string | null }>({ id: null });
  readonly #drawMore = perFrame(() => {
    this.#drawn = { ...this.#drawn };
  });

  /** @param height of the window, in pixels */
  constructor(room: RoomView, topId: string | null, height: number, prepare: Prepare = (_row, draw) => draw()) {
    this.#room = room;
    this.#height = height;
    this.#prepare = prepare;
    this.#topId = $state(topId);
  }

  readonly #from: number = $derived.by(() => {
    const { rows } = this.#room;
    const newest = firstOf(rows, this.#height);
    const from = rows.findIndex((row) => row.id === this.#topId);
    return from === -1 || (this.following && newest - from > GATHERED_MAX) ? newest : from;
  });

  /** Where the slice would end if all that came had been drawn. */
  readonly #end: number = $derived.by(() => Math.min(this.#room.rows.length, this.#from + SLICE_MAX));

  readonly #to: number = $derived.by(() => {
    const { rows } = this.#room;
    const last = this.#drawn;
    const drawn = rows.findLastIndex(({ id }) => id === last.id);
    if (drawn === -1 || drawn >= this.#end) return this.#end;
    const from = Math.max(drawn + 1, this.#from);
    let to = from;
    // One of any length, or as many as fit.
    for (let left = FRAME_CHARS; to < this.#end; to += 1) {
      left -= lengthOf(rows[to]);
      if (left < 0 && to > from) break;
    }
    return to;
  });

  readonly rows: readonly Row[] = $derived.by(() => this.#room.rows.slice(this.#from, this.#to));

  get topId(): string | null {
    return this.rows[0]?.id ?? null;
  }

  /** The page holds everything down to the newest message. */
  readonly atNewest: boolean = $derived.by(() => this.#from + SLICE_MAX >= this.#room.rows.length && this.#room.atHead);

  /** The page holds the last of what is loaded. */
  readonly atLast: boolean = $derived.by(() => this.#from + SLICE_MAX >= this.#room.rows.length);

  readonly atOldest: boolean = $derived.by(() => this.#from === 0 && this.#room.atStart);

  /** The rows are in the page: remembers where they begin, so that they do not slide with every message, and has more follow. */
  settle(): void {
    this.#topId = this.topId;
    this.#drawn.id = this.rows.at(-1)?.id ?? null;
    const next = this.#room.rows[this.#to];
    if (next && this.#to < this.#end) this.#prepare(next, this.#drawMore);
  }

  /** More should be loaded above before it is needed. */
  get shortAbove(): boolean {
    const left = this.#room.rows.length - this.#from - SLICE_MAX;
    return this.#from < AHEAD && !this.#room.atStart && (left > 2 * AHEAD || this.#roomForMore);
  }

  /** More should be loaded below before it is needed. */
  get shortBelow(): boolean {
    const left = this.#room.rows.length - this.#from - SLICE_MAX;
    return left < AHEAD && !this.#room.atHead && (this.#from > 2 * AHEAD || this.#roomForMore);
  }

  /** A page more can be held, and nothing need go for it. */
  get #roomForMore(): boolean {
    return this.#room.window.events.length + PAGE_DEFAULT <= WINDOW_MAX;
  }

  /** Shows more above, of what is loaded; false if there is none. */
  older(urgent = false): boolean {
    if (this.#from === 0) return false;
    this.#begin(this.#above(urgent ? LARGE_STEP : STEP));
    return true;
  }

  /** Shows more below, of what is loaded; false if there is none. */
  newer(urgent = false): boolean {
    if (this.atLast) return false;
    this.#begin(this.#from + (urgent ? LARGE_STEP : STEP));
    return true;
  }

  /** Goes to the newest end and follows it. */
  async newest(): Promise<void> {
    this.following = true;
    await this.#room.showNewest();
    this.#begin(firstOf(this.#room.rows, this.#height));
  }

  /** Begins above the unread divider, if that is not far from the newest end. */
  withUnread(): void {
    const { rows } = this.#room;
    const at = rows.findLastIndex(({ type }) => type === 'unread');
    if (at >= rows.length - UNREAD_NEAR && at < this.#from + LARGE_STEP) this.#begin(at - LARGE_STEP);
  }

  /** Shows what is loaded around a row, and does not follow the newest end. */
  around(id: string): void {
    const { rows } = this.#room;
    const at = rows.findIndex((row) => row.id === id);
    if (at === -1) return;
    this.following = false;
    // What is in the page already stays there, so that nothing is laid out anew.
    const seen = at >= this.#from && at < this.#from + SLICE_MAX;
    if (!seen) this.#begin(at - LARGE_STEP);
  }

  /** Where so many more rows would begin, or fewer where they are long. */
  #above(count: number): number {
    const { rows } = this.#room;
    let at = this.#from - 1;
    let left = FRAME_CHARS - lengthOf(rows[at]);
    while (at > 0 && at > this.#from - count && (left -= lengthOf(rows[at - 1])) >= 0) at -= 1;
    return at;
  }

  #begin(at: number): void {
    this.#topId = this.#room.rows[Math.max(0, at)]?.id ?? null;
    this.#drawn = { id: null };
  }
}
