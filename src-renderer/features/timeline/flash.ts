const FLASH_MS = 1_600;

/** Shows for a moment which message one was brought to, and gives it the focus. */
export function flash(box: Element, id: string): void {
  const row = box.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
  if (!row) return;
  row.focus({ preventScroll: true });
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const wash = getComputedStyle(row).getPropertyValue('--accent-wash');
  row.animate([{ background: wash }, { background: wash, offset: 0.5 }, {}], {
    duration: FLASH_MS,
    easing: still ? 'steps(1, jump-end)' : 'ease-out',
  });
}
