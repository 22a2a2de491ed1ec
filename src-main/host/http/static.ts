import { readdirSync, readFileSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { CONTENT_POLICY, PERMISSIONS_POLICY } from '../../../src-shared/protocol/content-policy.ts';
import { SECURITY_HEADERS } from './respond.ts';

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

interface StaticFile {
  type: string;
  body: Buffer;
  cache: string;
}

/**
 * The built web client, read once into memory. Only files that were there at the start exist, so no path can lead
 * outside the folder.
 */
export class StaticFiles {
  readonly #files = new Map<string, StaticFile>();

  constructor(dir: string) {
    for (const path of filesBelow(dir)) {
      const url = `/${relative(dir, path).split(sep).join('/')}`;
      const type = TYPES[extname(path)] ?? 'application/octet-stream';
      // Vite names what is in assets/ by its content.
      const cache = url.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
      this.#files.set(url, { type, body: readFileSync(path), cache });
    }
  }

  /** Answers if there is such a file. */
  serve(path: string, response: ServerResponse, head: boolean): boolean {
    const file = this.#files.get(path === '/' ? '/index.html' : path);
    if (!file) return false;
    response.writeHead(200, {
      ...SECURITY_HEADERS,
      'content-security-policy': CONTENT_POLICY,
      'permissions-policy': PERMISSIONS_POLICY,
      'content-type': file.type,
      'content-length': file.body.length,
      'cache-control': file.cache,
    });
    response.end(head ? undefined : file.body);
    return true;
  }
}

function filesBelow(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((path) => statSync(path).isFile());
}
