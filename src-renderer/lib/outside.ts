import { safeHref } from './markdown.ts';

/** Opens a link outside: by the desktop app, which checks it again, or in a new tab that knows nothing of this one. */
export function openLink(href: string): void {
  const safe = safeHref(href);
  if (safe === null) return;
  if (window.parley) void window.parley.openLink(safe);
  else window.open(safe, '_blank', 'noopener,noreferrer');
}

/** Pages that come over plain HTTP have no clipboard of their own; there, a selection is copied. */
function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'sr';
  const focused = document.activeElement;
  (focused?.closest('dialog') ?? document.body).append(area);
  area.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way there is without a secure context
  const copied = document.execCommand('copy');
  area.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return copied;
}

/** Puts text on the clipboard; false if that was refused. */
export async function copyText(text: string): Promise<boolean> {
  try {
    if (window.parley) await window.parley.copy(text);
    else if (isSecureContext) await navigator.clipboard.writeText(text);
    else return copyBySelection(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}
