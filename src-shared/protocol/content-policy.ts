/** What pages may ask a browser for: the camera, which reads the QR code of an invite, and nothing else that spies. */
export const PERMISSIONS_POLICY = 'camera=(self), microphone=(), geolocation=(), display-capture=(), usb=(), serial=()';

/**
 * The content security policy of the app's pages, in its window as in a guest's browser: they run and style themselves,
 * load nothing from elsewhere, and connect to where they came from. (The app's window reaches hosts through the engine, by
 * a port, which is no connection.)
 *
 * Text becomes HTML (`innerHTML` and its like) only through the two named policies: DOMPurify's, behind which everything
 * people write is sanitised, and Svelte's, through which the templates go that the compiler made. Any other way throws.
 */
export const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types svelte-trusted-html dompurify',
].join('; ');
