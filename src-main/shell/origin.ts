/** Scheme and host of the app's own pages: a custom protocol, because `file://` has too many rights. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'parley';
export const APP_URL = `${APP_SCHEME}://${APP_HOST}/`;

/**
 * Whether a URL is one of the app's own pages.
 * @param devUrl the development server's URL, if the app runs from it
 */
export function isOwnUrl(text: string, devUrl: string | null): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url) return false;
  if (devUrl !== null) return url.origin === new URL(devUrl).origin;
  // The `origin` of a scheme that Node does not know is always "null", so the parts are compared.
  return url.protocol === `${APP_SCHEME}:` && url.host === APP_HOST;
}
