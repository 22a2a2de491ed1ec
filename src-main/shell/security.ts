import { app, session, type WebContents } from 'electron';

/** What a page of ours may do beyond showing itself. */
const ALLOWED: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'notifications']);

/**
 * Denies pages everything the app does not need. After the app is ready, before the first window.
 * @param development let pages load themselves again, as the development server makes them do
 */
export function lockDown(isOwnUrl: (url: string) => boolean, development: boolean): void {
  const mayGo = (url: string): boolean => development && isOwnUrl(url);
  app.on('web-contents-created', (_event, contents) => confine(contents, mayGo));
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl }) => {
    answer(ALLOWED.has(permission) && isOwnUrl(requestingUrl));
  });
  defaultSession.setPermissionCheckHandler(
    (_contents, permission, origin) => ALLOWED.has(permission) && isOwnUrl(origin),
  );
  defaultSession.setDevicePermissionHandler(() => false);
}

/** A page stays where it is: it neither goes elsewhere nor opens anything. Links go through `links.ts`. */
function confine(contents: WebContents, mayGo: (url: string) => boolean): void {
  const stay = (event: { url: string; preventDefault(): void }): void => {
    if (!mayGo(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
