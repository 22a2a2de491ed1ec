import { extname, join, normalize, sep } from 'node:path';
import { CONTENT_POLICY } from '../../src-shared/protocol/content-policy.ts';
import { isOwnUrl } from './origin.ts';

/** The pages' policy for the development server at `origin`, which puts styles and markup into the page and speaks over a WebSocket. */
export function developmentPolicy(origin: string): string {
  return CONTENT_POLICY.replace(/; require-trusted-types-for.*$/, '')
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
