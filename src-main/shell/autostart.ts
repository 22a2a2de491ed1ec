import { m } from '../../src-shared/messages/messages.js';

/** A word of an `Exec` line, quoted as the Desktop Entry Specification wants it. */
function quoted(word: string): string {
  // Within quotes four characters are escaped; then the whole value once more, like any string of such a file.
  const escaped = word.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%');
  return `"${escaped}"`.replaceAll('\\', '\\\\');
}

/** The entry that has a Linux desktop start a program at log-in (XDG Autostart). */
export function autostartEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Parley',
    `Comment=${m.autostart_comment()}`,
    `Exec=${command.map(quoted).join(' ')}`,
    'Icon=parley',
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}
