/** How many columns the grid around a button has. */
function columns(button: Element): number {
  const grid = button.parentElement;
  return grid ? getComputedStyle(grid).gridTemplateColumns.split(' ').length : 1;
}

/** From button to button with the arrow keys; upward out of the first row to the field above. */
export function stepInGrid(event: KeyboardEvent): void {
  const { target, currentTarget, key } = event;
  if (!(target instanceof HTMLElement) || !(currentTarget instanceof HTMLElement) || !target.dataset.emoji) return;
  const wide = columns(target);
  const back = getComputedStyle(target).direction === 'rtl' ? 1 : -1;
  const steps: Record<string, number> = { ArrowLeft: back, ArrowRight: -back, ArrowUp: -wide, ArrowDown: wide };
  const step = steps[key];
  if (step === undefined) return;
  event.preventDefault();
  const buttons = Array.from(currentTarget.querySelectorAll<HTMLElement>('[data-emoji]'));
  const to = buttons.indexOf(target) + step;
  if (to < 0) currentTarget.parentElement?.querySelector('input')?.focus();
  else buttons[Math.min(to, buttons.length - 1)]?.focus();
}
