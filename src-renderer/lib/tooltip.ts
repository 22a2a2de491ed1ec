import type { Attachment } from 'svelte/attachments';

const DELAY_MS = 500;

let bubble: HTMLElement | null = null;

function hide(): void {
  bubble?.remove();
  bubble = null;
}

/** In the top layer, so that it shows above dialogs, and never outside the window. */
function show(target: Element, text: string): void {
  hide();
  bubble = document.createElement('div');
  bubble.className = 'tooltip';
  bubble.popover = 'manual';
  bubble.textContent = text;
  // What it says is the target's accessible name already.
  bubble.ariaHidden = 'true';
  (target.closest('dialog') ?? document.body).append(bubble);
  bubble.showPopover();
  const around = target.getBoundingClientRect();
  const { width, height } = bubble.getBoundingClientRect();
  const left = Math.min(Math.max(around.left + around.width / 2 - width / 2, 8), innerWidth - width - 8);
  const below = around.bottom + 6 + height < innerHeight;
  bubble.style.left = `${String(left)}px`;
  bubble.style.top = `${String(below ? around.bottom + 6 : around.top - height - 6)}px`;
}

/** Says what a control does, half a second after the pointer or the keyboard has come to it. */
export function tip(text: string): Attachment {
  return (element) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wait = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (text !== '') show(element, text);
      }, DELAY_MS);
    };
    const leave = (): void => {
      clearTimeout(timer);
      hide();
    };
    const enter = (event: Event): void => {
      if (!(event instanceof PointerEvent) || event.pointerType === 'mouse') wait();
    };
    const focus = (): void => {
      if (element.matches(':focus-visible')) wait();
    };
    const listeners: [string, (event: Event) => void][] = [
      ['pointerenter', enter],
      ['focus', focus],
      ['pointerleave', leave],
      ['blur', leave],
      ['pointerdown', leave],
      ['keydown', leave],
    ];
    for (const [type, listener] of listeners) element.addEventListener(type, listener);
    return () => {
      for (const [type, listener] of listeners) element.removeEventListener(type, listener);
      leave();
    };
  };
}
