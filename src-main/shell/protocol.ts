import { readFile } from 'node:fs/promises';
import { protocol, session } from 'electron';
import { CONTENT_POLICY, PERMISSIONS_POLICY } from '../../src-shared/protocol/content-policy.ts';
import { developmentPolicy, fileFor, mediaType } from './pages.ts';
import { APP_SCHEME } from './origin.ts';
import { report } from '../engine/report.ts';

/** Makes the scheme one with an origin of its own. Before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    // The page's code is compiled once, not at each start.
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/**
 * Serves the built pages in `folder` under the app's scheme. After the app is ready.
 * @param answering fulfilled when pages may call main: before, a page gets its document, but nothing that could call
 */
export function servePages(folder: string, answering: Promise<void>): void {
  protocol.handle(APP_SCHEME, async (request) => {
    const path = request.method === 'GET' ? fileFor(folder, request.url) : null;
    if (path === null) return new Response('not found', { status: 404 });
    if (!path.endsWith('.html')) await answering;
    try {
      return new Response(new Uint8Array(await readFile(path)), { headers: headersFor(path) });
    } catch (error) {
      report('a page of the app is missing', error);
      return new Response('not found', { status: 404 });
    }
  });
}

function headersFor(path: string): Record<string, string> {
  return {
    'content-type': mediaType(path),
    'content-security-policy': CONTENT_POLICY,
    'permissions-policy': PERMISSIONS_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  };
}

/** Gives the pages of the development server a policy that lets it replace modules in place. */
export function restrictDevelopmentPages(devUrl: string): void {
  const { origin } = new URL(devUrl);
  session.defaultSession.webRequest.onHeadersReceived({ urls: [`${origin}/*`] }, ({ responseHeaders }, answer) => {
    answer({ responseHeaders: { ...responseHeaders, 'Content-Security-Policy': [developmentPolicy(origin)] } });
  });
}
