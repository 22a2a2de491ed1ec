/** A finger's tap on what does nothing else by itself, with nothing selected: it asks for a message's actions. */
export function isTap(event: MouseEvent): boolean {
  if (!(event instanceof PointerEvent) || event.pointerType !== 'touch') return false;
  const { target } = event;
  if (!(target instanceof Element) || target.closest('a, button, pre, input, summary') !== null) return false;
  return getSelection()?.isCollapsed ?? true;
}
