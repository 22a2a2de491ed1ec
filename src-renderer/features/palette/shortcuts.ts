import { m } from '../../../src-shared/messages/messages.js';
import type { App } from '../../lib/app.svelte.ts';
import { stepRoom } from './rooms.ts';

/** What a key does anywhere in the window. This one table is listened by and drawn as the help. */
export interface Shortcut {
  /** As people say it; `Mod` is the key that means commands on this system. */
  shown: string;
  does: () => string;
  key: string;
  mod?: boolean;
  alt?: boolean;
  shift?: boolean;
  /** It means the same while one types in the composer. */
  typing?: boolean;
  run: (app: App) => void;
}

export const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

export const SHORTCUTS: readonly Shortcut[] = [
  {
    shown: 'Mod+K',
    does: m.palette_label,
    key: 'k',
    mod: true,
    run: (app) => open(app, 'palette'),
  },
  { shown: 'Mod+F', does: m.palette_search_messages, key: 'f', mod: true, run: search },
  { shown: 'Mod+Shift+B', does: m.bookmarks_title, key: 'b', mod: true, shift: true, run: bookmarks },
  { shown: 'Alt+↑', does: m.shortcut_room_above, key: 'ArrowUp', alt: true, run: (app) => stepRoom(app, -1) },
  { shown: 'Alt+↓', does: m.shortcut_room_below, key: 'ArrowDown', alt: true, run: (app) => stepRoom(app, 1) },
  {
    shown: 'Alt+Shift+↑',
    does: m.shortcut_unread_above,
    key: 'ArrowUp',
    alt: true,
    shift: true,
    run: (app) => stepRoom(app, -1, true),
  },
  {
    shown: 'Alt+Shift+↓',
    does: m.shortcut_unread_below,
    key: 'ArrowDown',
    alt: true,
    shift: true,
    run: (app) => stepRoom(app, 1, true),
  },
  { shown: 'Esc', does: m.shortcut_mark_read, key: 'Escape', typing: true, run: markRead },
  { shown: 'Mod+,', does: m.common_settings, key: ',', mod: true, run: (app) => open(app, 'settings') },
  { shown: '?', does: m.shortcut_all, key: '?', run: (app) => open(app, 'shortcuts') },
];

/** Keys of the composer, for the help: it listens itself. */
export const WRITING_KEYS: readonly { shown: string; does: () => string }[] = [
  { shown: 'Enter', does: m.composer_send },
  { shown: 'Shift+Enter', does: m.shortcut_new_line },
  { shown: '↑', does: m.shortcut_edit_last },
  { shown: 'Esc', does: m.shortcut_leave_edit },
  { shown: ':smi', does: m.shortcut_emoji },
  { shown: '@ada', does: m.shortcut_mention },
  { shown: '#room', does: m.shortcut_room },
  { shown: '/', does: m.completion_commands },
];

function open(app: App, dialog: 'palette' | 'shortcuts' | 'settings'): void {
  // There is nowhere to go before one has come in.
  if (app.host || dialog !== 'palette') app.dialog = dialog;
}

function markRead({ room }: App): void {
  room?.markRead();
  room?.divide();
}

function bookmarks(app: App): void {
  if (app.room) app.panel = app.panel === 'bookmarks' ? null : 'bookmarks';
}

function search(app: App): void {
  if (!app.room) return;
  // Pressed again, it means the field that is there already.
  document.querySelector<HTMLInputElement>('input#search-messages')?.select();
  app.panel = 'search';
}

/** Does someone type here? */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
}

/** The shortcut that keys mean. A key without Ctrl, Cmd or Alt is a letter where one types. */
export function shortcutOf(event: KeyboardEvent): Shortcut | null {
  const mod = isMac ? event.metaKey : event.ctrlKey;
  const other = isMac ? event.ctrlKey : event.metaKey;
  if (other || event.isComposing) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const found = SHORTCUTS.find(
    (one) =>
      one.key === key &&
      (one.mod ?? false) === mod &&
      (one.alt ?? false) === event.altKey &&
      (one.key === '?' || (one.shift ?? false) === event.shiftKey),
  );
  return found && (found.mod || found.alt || found.typing || !isTyping(event.target)) ? found : null;
}

/** A shortcut as this system writes it. */
export function shownKeys(shown: string): string {
  return shown.split('+').map(keyName).join('+');
}

/** A key by the name that is printed on it. */
function keyName(key: string): string {
  switch (key) {
    case 'Mod':
      return isMac ? '⌘' : m.key_ctrl();
    case 'Alt':
      return isMac ? '⌥' : key;
    case 'Shift':
      return m.key_shift();
    case 'Enter':
      return m.key_enter();
    case 'Esc':
      return m.key_esc();
    case 'Delete':
      return m.key_delete();
    default:
      return key;
  }
}
