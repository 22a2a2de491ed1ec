import { findMentions, findRooms, foldText } from '../../src-shared/domain/mentions.ts';
import { whenIdle } from './idle-time.ts';
import type { Names } from './known-people.ts';

/** Marks in one message: more than anybody means, and few enough to be put in at once. */
export const MARKS_MAX = 100;

interface Mark {
  start: number;
  end: number;
  /** How it is shown: a room as a button that leads there, a person in colour. */
  look: 'mention' | 'mention me' | 'room';
  room: string;
}

/** A piece of the text as it was drawn, what is marked in it, and what stands in its place therefore. */
interface Piece {
  readonly text: string;
  marks: string;
  shown: ChildNode[];
}

/** Who is called upon in a text, and the rooms it names. */
function marksIn(text: string, { byKey, me, rooms }: Names): Mark[] {
  const people = findMentions(text, (key) => byKey.get(key)).map(({ start, end, who }): Mark => {
    const mine = who === me || typeof who === 'string';
    return { start, end, look: mine ? 'mention me' : 'mention', room: '' };
  });
  const named = findRooms(text, (key) => rooms.get(key)).map(({ start, end, who }): Mark => {
    return { start, end, look: 'room', room: who };
  });
  let at = 0;
  return [...people, ...named]
    .sort((a, b) => a.start - b.start)
    .filter(({ start, end }) => {
      const free = start >= at;
      if (free) at = end;
      return free;
    });
}

function elementOf({ look, room }: Mark, words: string): HTMLElement {
  const element = document.createElement(look === 'room' ? 'button' : 'span');
  element.className = look;
  element.textContent = words;
  if (element instanceof HTMLButtonElement) {
    element.type = 'button';
    element.dataset.room = room;
  }
  return element;
}

/** A text in pieces: what is marked in it as elements, and what is between. */
function nodesOf(text: string, marks: readonly Mark[]): ChildNode[] {
  const nodes: ChildNode[] = [];
  let at = 0;
  for (const mark of marks) {
    if (mark.start > at) nodes.push(new Text(text.slice(at, mark.start)));
    nodes.push(elementOf(mark, text.slice(mark.start, mark.end)));
    at = mark.end;
  }
  if (at < text.length) nodes.push(new Text(text.slice(at)));
  return nodes;
}

/** The pieces of a drawn text that may name something. Links lead elsewhere, and code is what it is. */
function piecesIn(box: Element): Piece[] {
  const pieces: Piece[] = [];
  const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { currentNode: node } = walker;
    const { parentElement: parent } = node;
    if (!(node instanceof Text) || !/[@#]/.test(node.data) || parent === box || parent?.closest('a, button, code'))
      continue;
    pieces.push({ text: node.data, marks: '[]', shown: [node] });
  }
  return pieces;
}

function show(piece: Piece, marks: readonly Mark[]): void {
  const written = JSON.stringify(marks);
  if (written === piece.marks) return;
  const [first, ...rest] = piece.shown;
  piece.marks = written;
  piece.shown = nodesOf(piece.text, marks);
  first?.replaceWith(...piece.shown);
  for (const node of rest) node.remove();
}

function differing<W>(sign: string, before: ReadonlyMap<string, W>, now: ReadonlyMap<string, W>): string[] {
  const keys = new Set([...before.keys(), ...now.keys()]);
  return [...keys].filter((key) => before.get(key) !== now.get(key)).map((key) => sign + key);
}

/** The last answer of `changes`: all texts on the screen ask for the same. */
let last: { before: Names; now: Names; called: readonly string[] } | null = null;

/** How that is called, sign included, which is named otherwise than before. */
function changes(before: Names, now: Names): readonly string[] {
  if (last?.before !== before || last.now !== now) {
    const called = [...differing('@', before.byKey, now.byKey), ...differing('#', before.rooms, now.rooms)];
    last = { before, now, called };
  }
  return last.called;
}

/** What a text that is in the page names, marked in it. The text itself stays as it was drawn, whoever comes or goes. */
export class NameMarks {
  readonly #pieces: readonly Piece[];
  readonly #folded: string;
  #names: Names | null = null;

  /** @param box holds a text that was drawn just now */
  constructor(box: Element) {
    this.#pieces = piecesIn(box);
    this.#folded = this.#pieces.map(({ text }) => foldText(text)).join('\n');
  }

  /** Marks what the text names: the first time at once, and with other names when there is time. */
  follow(names: Names): void {
    if (this.#names) markSoon(this, names);
    else this.mark(names);
  }

  /** The text is no longer in the page. */
  forget(): void {
    waiting.delete(this);
  }

  /** Marks what the text names now; nothing where it names nobody who has changed. */
  mark(names: Names): void {
    const before = this.#names;
    this.#names = names;
    if (before?.me === names.me && !changes(before, names).some((called) => this.#folded.includes(called))) return;
    let left = MARKS_MAX;
    for (const piece of this.#pieces) {
      const marks = left > 0 ? marksIn(piece.text, names).slice(0, left) : [];
      left -= marks.length;
      show(piece, marks);
    }
  }
}

/** Texts to be marked anew, and with which names. */
const waiting = new Map<NameMarks, Names>();

/** One after the other: a name that many long texts hold may have come. */
function markNext(): void {
  const [next] = waiting;
  if (!next) return;
  const [text, names] = next;
  waiting.delete(text);
  text.mark(names);
  if (waiting.size > 0) whenIdle(markNext);
}

function markSoon(text: NameMarks, names: Names): void {
  if (waiting.size === 0) whenIdle(markNext);
  waiting.set(text, names);
}
