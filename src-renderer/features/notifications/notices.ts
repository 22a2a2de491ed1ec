import type { DesktopApi } from '../../../src-shared/protocol/desktop.ts';
import type { Notice } from '../../../src-shared/protocol/notices.ts';

/** What was done with a notification. */
export interface NoticeHandlers {
  pressed: (tag: string) => void;
  replied: (tag: string, text: string) => void;
}

/** Where notifications are shown. */
export interface Notices {
  show(notice: Notice): void;
  clear(tag: string): void;
  /** Stops listening. */
  close(): void;
}

/** The desktop app's: the system's own, through main. */
export function desktopNotices(api: DesktopApi['notices'], { pressed, replied }: NoticeHandlers): Notices {
  const stops = [api.onPress(pressed), api.onReply(replied)];
  return {
    show: (notice) => void api.show(notice),
    clear: (tag) => void api.clear(tag),
    close: () => {
      for (const stop of stops) stop();
    },
  };
}

/** Those of a guest's browser, as far as it allows them. */
export function browserNotices({ pressed }: NoticeHandlers): Notices {
  const shown = new Map<string, Notification>();
  const clear = (tag: string): void => {
    shown.get(tag)?.close();
    shown.delete(tag);
  };
  return {
    show: ({ tag, title, body }) => {
      if (!('Notification' in window) || Notification.permission !== 'granted') return;
      // One for each room: a newer one takes the place of the older.
      const notification = new Notification(title, { body, tag });
      shown.set(tag, notification);
      notification.onclick = () => {
        clear(tag);
        window.focus();
        pressed(tag);
      };
    },
    clear,
    close: () => undefined,
  };
}
