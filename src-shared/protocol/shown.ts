import { z } from 'zod';
import { shownLine } from '../domain/names.ts';
import { NAME_MAX, REASON_MAX, TEXT_MAX, TOPIC_MAX } from './limits.ts';

/**
 * Words as a client takes them from a host. An honest host has checked them; another one may send anything, and what it
 * sends must neither pose as something else nor be so long that showing it takes the window's time.
 */

/** The name of a person, a room or a host: one line with nothing hidden in it, and no longer than names are. */
export const shownName = z.string().transform((text) => shownLine(text, NAME_MAX));

/** A topic, likewise. */
export const shownTopic = z.string().transform((text) => shownLine(text, TOPIC_MAX));

/** What moderators note of what they did, and why: the reason, and a few words around it. */
export const shownNote = z.string().transform((text) => shownLine(text, 2 * REASON_MAX));

/** What somebody wrote. It is taken as it is, for it may be signed, or not at all. Two units make a character at most. */
export const shownText = z.string().max(2 * TEXT_MAX);
