import { app, session, systemPreferences, type WebContents } from 'electron';

/** What a page of ours may do beyond showing itself. */
const ALLOWED: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'notifications']);

/** The pages whose person wants to use the camera now. */
const filming = new WeakSet<WebContents>();

/** The person at a page wants to use the camera, or no longer does. */
export function wantCamera(page: WebContents, wanted: boolean): void {
  if (wanted) filming.add(page);
  else filming.delete(page);
}

/** Whether a page of ours may do that now. Of media it may have the camera's pictures while they are wanted, and no sound ever. */
function may(page: WebContents | null, permission: string, media: readonly (string | undefined)[]): boolean {
  if (permission !== 'media') return ALLOWED.has(permission);
  return page !== null && filming.has(page) && media.length > 0 && media.every((kind) => kind === 'video');
}

/**
 * Denies pages everything the app does not need. After the app is ready, before the first window.
 * @param development let pages load themselves again, as the development server makes them do
 */
export function lockDown(isOwnUrl: (url: string) => boolean, development: boolean): void {
  const mayGo = (url: string): boolean => development && isOwnUrl(url);
  app.on('web-contents-created', (_event, contents) => confine(contents, mayGo));
  const { defaultSession } = session;
  defaultSession.setPermissionRequestHandler((page, permission, answer, details) => {
    const media = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const allowed = may(page, permission, media) && isOwnUrl(details.requestingUrl);
    if (allowed && permission === 'media') void systemAllowsCamera().then(answer);
    else answer(allowed);
  });
  defaultSession.setPermissionCheckHandler(
    (page, permission, origin, { mediaType }) => may(page, permission, [mediaType]) && isOwnUrl(origin),
  );
  defaultSession.setDevicePermissionHandler(() => false);
  // Chromium fetches the dictionary of each language from the internet. macOS has a checker of its own, which this leaves alone.
  defaultSession.setSpellCheckerLanguages([]);
}

/** macOS asks the person once more, for every program. */
async function systemAllowsCamera(): Promise<boolean> {
  return process.platform !== 'darwin' || systemPreferences.askForMediaAccess('camera');
}

/** A page stays where it is: it neither goes elsewhere nor opens anything. Links go through `links.ts`. */
function confine(contents: WebContents, mayGo: (url: string) => boolean): void {
  const stay = (event: { url: string; preventDefault(): void }): void => {
    if (!mayGo(event.url)) event.preventDefault();
  };
  contents.on('will-navigate', stay);
  contents.on('will-frame-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('did-navigate', () => wantCamera(contents, false));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
