import { extname, join, normalize, sep } from 'node:path';
import { isOwnUrl } from './origin.ts';

/** What the app's pages may load: their own files and nothing else. The engine is reached by a port, not a connection. */
export const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The same for the development server at `origin`, which puts styles into the page and speaks over a WebSocket. */
export function developmentPolicy(origin: string): string {
  return contentPolicy
    .replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
    .replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
    .replace("connect-src 'self'", `connect-src 'self' ${origin.replace(/^http/, 'ws')}`);
}

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** The media type of a file, by its ending. */
export function mediaType(path: string): string {
  return TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream';
}

/** The path part of a URL with its escapes undone, or null if they make no sense. */
function pathOf(url: string): string | null {
  try {
    return decodeURIComponent(new URL(url).pathname);
  } catch {
    // Broken escapes: there is no file of such a name.
    return null;
  }
}

/** The file in `folder` that a URL of the app names, or null if it names none or leads out of the folder. */
export function fileFor(folder: string, url: string): string | null {
  const path = isOwnUrl(url, null) ? pathOf(url) : null;
  if (path === null || /[\0\\]/.test(path)) return null;
  const root = normalize(folder + sep);
  const file = join(root, path === '/' ? 'index.html' : path);
  return file.startsWith(root) ? file : null;
}
