import type { HostView } from '../../lib/host-view.svelte.ts';

/** Something that can stand for what was begun to type. */
export interface Choice {
  id: string;
  /** What takes the place of what was typed. */
  insert: string;
  label: string;
  detail?: string;
  emoji?: string;
  /** The person it is. */
  person?: { host: HostView; id: number };
}

/** What was begun, from where to where, and what it may become. */
export interface Offer {
  from: number;
  to: number;
  label: string;
  choices: readonly Choice[];
}

/** Finds what the text before the caret begins; null if nothing. May have to fetch what there is to choose from. */
export type Source = (before: string) => Offer | null | Promise<Offer | null>;

/** Rows a list of choices has at most. */
export const CHOICES_MAX = 8;
