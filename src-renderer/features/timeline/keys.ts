/** From message to message with the arrow keys; the page keys scroll as ever. */
export function stepThrough(box: Element, event: KeyboardEvent): void {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  const from = event.target instanceof Element ? event.target : null;
  if (step === undefined || !(from === box || from?.matches('article'))) return;
  event.preventDefault();
  const messages = Array.from(box.querySelectorAll('article'));
  const at = messages.findIndex((message) => message === from);
  const to = at === -1 ? messages.at(-1) : messages[at + step];
  to?.focus({ preventScroll: true });
  to?.scrollIntoView({ block: 'nearest' });
}
