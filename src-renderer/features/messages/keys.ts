import { m } from '../../../src-shared/messages/messages.js';
import type { MessageRow } from '../../lib/rows.ts';
import type { MessageActions } from './actions.svelte.ts';

/** What a key does to the message that has the focus; the list of shortcuts is drawn from this too. */
interface MessageKey {
  keys: readonly string[];
  shown: string;
  does: () => string;
  run: (actions: MessageActions, row: MessageRow, element: Element) => void;
}

export const MESSAGE_KEYS: readonly MessageKey[] = [
  { keys: ['Enter', 'ContextMenu'], shown: 'Enter', does: m.messages_key_all, run: menu },
  { keys: ['+', ':'], shown: '+', does: m.messages_key_react, run: picker },
  { keys: ['r'], shown: 'R', does: m.messages_reply, run: (actions, row) => actions.reply(row) },
  { keys: ['t'], shown: 'T', does: m.messages_key_thread, run: (actions, row) => actions.openThread(row) },
  { keys: ['e'], shown: 'E', does: m.messages_edit, run: (actions, row) => actions.edit(row) },
  { keys: ['c'], shown: 'C', does: m.messages_copy_text, run: (actions, row) => void actions.copy(row) },
  { keys: ['b'], shown: 'B', does: m.messages_bookmark, run: (actions, row) => void actions.bookmark(row) },
  { keys: ['f'], shown: 'F', does: m.forward_send, run: forward },
  { keys: ['u'], shown: 'U', does: m.messages_mark_unread, run: unread },
  { keys: ['Delete', 'Backspace'], shown: 'Delete', does: m.messages_delete, run: remove },
];

function menu(actions: MessageActions, row: MessageRow, element: Element): void {
  if (!row.unsent) actions.show('menu', row, element);
}

function picker(actions: MessageActions, row: MessageRow, element: Element): void {
  if (actions.mayAnswer(row)) actions.show('picker', row, element);
}

function remove(actions: MessageActions, row: MessageRow): void {
  if (actions.mayRemove(row)) actions.ask('delete', row);
}

function forward(actions: MessageActions, row: MessageRow): void {
  if (!row.unsent && !row.deleted) actions.ask('forward', row);
}

function unread(actions: MessageActions, row: MessageRow): void {
  if (!row.unsent && !actions.inThread) actions.markUnread(row);
}

/** Does what a key means to the message that has the focus itself, not to a control within it. */
export function onMessageKey(event: KeyboardEvent, actions: MessageActions, row: MessageRow): void {
  const { target, currentTarget, key, ctrlKey, metaKey, altKey } = event;
  if (target !== currentTarget || !(target instanceof Element) || ctrlKey || metaKey || altKey) return;
  const found = MESSAGE_KEYS.find(({ keys }) => keys.includes(key.length === 1 ? key.toLowerCase() : key));
  if (!found) return;
  event.preventDefault();
  found.run(actions, row, target.querySelector('[data-held]') ?? target);
}
