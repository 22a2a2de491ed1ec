import type { IncomingMessage, ServerResponse } from 'node:http';
import { asRefusal, Refusal } from '../../../src-shared/protocol/errors.ts';
import { checkAuthority } from '../authority.ts';
import type { HostCore } from '../core.ts';
import { sendJson, sendRefusal, sendText } from './respond.ts';
import { answerRest } from './rest.ts';
import type { StaticFiles } from './static.ts';

/** The path and query of a request. @throws Refusal `no-such-path` for what is not one */
export function requestUrl(request: IncomingMessage): URL {
  try {
    const url = request.url ?? '';
    // A path as it is, or a whole URL as proxies ask for. Resolved against a base, "//name/path" would lose its name.
    return new URL(url.startsWith('/') ? `http://host${url}` : url);
  } catch (error) {
    throw new Refusal('no-such-path', undefined, { cause: error });
  }
}

/** Answers plain HTTP requests. Never rejects. */
export async function answerHttp(
  core: HostCore,
  files: StaticFiles | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    await route(core, files, request, response);
  } catch (thrown) {
    core.metrics.refused(asRefusal(thrown).code);
    if (!(thrown instanceof Refusal)) core.log.error({ err: thrown }, 'HTTP request failed');
    // What is left of a body that was refused half-way is not read.
    if (!request.complete) response.setHeader('connection', 'close');
    sendRefusal(response, thrown);
  }
}

async function route(
  core: HostCore,
  files: StaticFiles | null,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = requestUrl(request);
  checkAuthority(request, core.publicNames);
  if (url.pathname === '/health') {
    sendJson(response, 200, { status: 'ok', id: core.info.id, name: core.info.name, online: core.members.online() });
    return;
  }
  if (url.pathname === '/metrics') {
    sendText(response, core.metrics.contentType, await core.metrics.text());
    return;
  }
  if (!core.guests) throw new Refusal('guests-off');
  if (url.pathname.startsWith('/api/')) {
    const { status, body } = await answerRest(core, request, url);
    sendJson(response, status, body);
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') throw new Refusal('method-not-allowed');
  if (!files?.serve(url.pathname, response, request.method === 'HEAD')) throw new Refusal('no-such-path');
}
