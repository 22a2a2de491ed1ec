import { Menu, nativeImage, Tray, type NativeImage } from 'electron';
import { report } from '../engine/report.ts';
import { drawSign } from './drawing.ts';
import { trayMenu, trayTip, type TrayActs, type TrayState } from './tray-menu.ts';

const MAC = process.platform === 'darwin';
/** Pixels on each side, by how the system scales its bar. */
const SIZE = process.platform === 'linux' ? 22 : 16;

function sign(unread: boolean): NativeImage {
  const image = nativeImage.createEmpty();
  for (const scaleFactor of [1, 2]) {
    const size = SIZE * scaleFactor;
    const buffer = Buffer.from(drawSign({ size, unread, template: MAC }));
    image.addRepresentation({ scaleFactor, width: size, height: size, buffer });
  }
  image.setTemplateImage(MAC);
  return image;
}

/** The sign in the system's tray: whether anything is unread, and the way back into the window. */
export class TraySign {
  readonly #acts: TrayActs;
  readonly #tray: Tray | null;
  #state: TrayState;

  constructor(state: TrayState, acts: TrayActs) {
    this.#state = state;
    this.#acts = acts;
    this.#tray = open(state);
    this.#tray?.on('click', () => acts.open());
    this.#draw();
  }

  /** False where the system has no tray at all: whoever closes the window then would not find the app again. */
  get there(): boolean {
    return this.#tray !== null;
  }

  update(change: Partial<TrayState>): void {
    const before = this.#state;
    this.#state = { ...before, ...change };
    if (before.unread > 0 !== this.#state.unread > 0) this.#tray?.setImage(sign(this.#state.unread > 0));
    this.#draw();
  }

  #draw(): void {
    this.#tray?.setToolTip(trayTip(this.#state));
    this.#tray?.setContextMenu(Menu.buildFromTemplate(trayMenu(this.#state, this.#acts)));
  }
}

function open({ unread }: TrayState): Tray | null {
  try {
    return new Tray(sign(unread > 0));
  } catch (error) {
    report('there is no tray', error);
    return null;
  }
}
