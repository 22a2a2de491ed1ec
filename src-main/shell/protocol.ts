import { readFile } from 'node:fs/promises';
import { protocol, session, type ProtocolResponse } from 'electron';
import { CONTENT_POLICY, PERMISSIONS_POLICY } from '../../src-shared/protocol/content-policy.ts';
import { developmentPolicy, fileFor, mediaType } from './pages.ts';
import { APP_SCHEME } from './origin.ts';
import { report } from '../engine/report.ts';

const NOT_FOUND: ProtocolResponse = { statusCode: 404, mimeType: 'text/plain', data: Buffer.from('not found') };

/** Makes the scheme one with an origin of its own. Before the app is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    // The page's code is compiled once, not at each start.
    { scheme: APP_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/**
 * Serves the built pages in `folder` under the app's scheme. After the app is ready.
 * @returns fulfilled when a page has all the scripts that it begins with
 */
export function servePages(folder: string): Promise<void> {
  let asked = 0;
  let begun = (): void => undefined;
  const scripts = new Promise<void>((done) => (begun = done));
  // Its successor, `protocol.handle`, speaks in Node's own Request and Response: the first of them has Node read its whole
  // fetch, for which main stands still 70 ms just when the page begins to load.
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- see above
  protocol.registerBufferProtocol(APP_SCHEME, ({ method, url }, answer) => {
    asked += 1;
    void page(folder, method, url).then((found) => {
      answer(found);
      asked -= 1;
      if (asked === 0 && url.endsWith('.js')) begun();
    });
  });
  return scripts;
}

/** Never rejects: what is not there is not found. */
async function page(folder: string, method: string, url: string): Promise<ProtocolResponse> {
  const path = method === 'GET' ? fileFor(folder, url) : null;
  if (path === null) return NOT_FOUND;
  try {
    return { data: await readFile(path), headers: headersFor(path) };
  } catch (error) {
    report('a page of the app is missing', error);
    return NOT_FOUND;
  }
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
