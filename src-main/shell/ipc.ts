import { BrowserWindow, ipcMain, type IpcMainInvokeEvent, type MessagePortMain, type WebContents } from 'electron';
import type { z } from 'zod';
import { CHANNELS, type MainCall, type PageMessage } from './channels.ts';
import { report } from '../engine/report.ts';

type Result<C extends keyof MainCall> = ReturnType<MainCall[C]>;

/** What a call is answered with, once its arguments are parsed. */
type Answer = (given: unknown[], page: WebContents) => unknown;

/** Calls from pages to main. The one place where Electron's IPC is touched in main. */
export class Ipc {
  readonly #isOwnUrl: (url: string) => boolean;
  readonly #answers = new Map<string, Answer>();
  readonly #answering: Promise<void>;
  #answer = (): void => undefined;

  /**
   * Listens at once; what is called waits until it can be answered.
   * @param isOwnUrl whether a page at this URL may call at all
   */
  constructor(isOwnUrl: (url: string) => boolean) {
    this.#isOwnUrl = isOwnUrl;
    this.#answering = new Promise((answering) => (this.#answer = answering));
    for (const channel of CHANNELS) {
      ipcMain.handle(channel, async (event, ...given: unknown[]) => {
        this.#checkSender(event, channel);
        await this.#answering;
        const answer = this.#answers.get(channel);
        if (!answer) throw new Error(`${channel} is answered by nobody`);
        return answer(given, event.sender);
      });
    }
  }

  /** There is an answer to every call from here on. */
  answer(): void {
    this.#answer();
  }

  /**
   * Says what a call is answered with. The page sees a rejected promise if it may not call, if an argument is wrong, or if
   * `answer` throws.
   * @param args schema of the arguments, as a tuple
   */
  handle<C extends keyof MainCall>(
    channel: C,
    args: z.ZodType<Parameters<MainCall[C]>>,
    answer: (args: Parameters<MainCall[C]>, page: WebContents) => Result<C> | Promise<Result<C>>,
  ): void {
    this.#answers.set(channel, (given, page) => answer(args.parse(given), page));
  }

  /** Only the top frame of a window of ours may call: neither a frame within it nor a page it was led to. */
  #checkSender(event: IpcMainInvokeEvent, channel: string): void {
    const frame = event.senderFrame;
    if (frame && frame.parent === null && this.#isOwnUrl(frame.url)) return;
    report(`call of ${channel} refused: not from a page of the app`);
    throw new Error('not allowed');
  }
}

/** Tells a page something, if it is still there. */
export function tellPage<M extends keyof PageMessage>(
  page: WebContents,
  channel: M,
  message: PageMessage[M],
  ports: MessagePortMain[] = [],
): void {
  if (!page.isDestroyed()) page.postMessage(channel, message, ports);
}

/** Tells every page something. */
export function tellPages<M extends keyof PageMessage>(channel: M, message: PageMessage[M]): void {
  for (const { webContents } of BrowserWindow.getAllWindows()) tellPage(webContents, channel, message);
}
