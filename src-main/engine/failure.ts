import { z } from 'zod';
import { checkTopic } from '../../src-shared/domain/names.ts';
import type { Failure } from '../../src-shared/protocol/bridge.ts';
import { REFUSAL_CODES, Refusal, REFUSALS, asRefusal, type RefusalCode } from '../../src-shared/protocol/errors.ts';
import { toldDetail, type Reason } from '../../src-shared/protocol/reasons.ts';

/** Codes of Node's system and resolver errors, by what they mean to a person. */
const SYSTEM: Record<string, RefusalCode> = {
  ENOTFOUND: 'no-such-name',
  EAI_AGAIN: 'no-such-name',
  EAI_FAIL: 'no-such-name',
  EAI_NODATA: 'no-such-name',
  EAI_NONAME: 'no-such-name',
  ENODATA: 'no-such-name',
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'timed-out',
  EHOSTUNREACH: 'unreachable',
  EHOSTDOWN: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENETDOWN: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
  EACCES: 'unreachable',
  EPERM: 'unreachable',
  EINVAL: 'address-invalid',
  ERR_INVALID_URL: 'address-invalid',
  ERR_SOCKET_BAD_PORT: 'address-invalid',
};

const known: ReadonlySet<string> = new Set(REFUSAL_CODES);

function isRefusalCode(code: string): code is RefusalCode {
  return known.has(code);
}

/** A failure with its code's own sentence, unless there is a more precise one. */
export function failureOf(code: RefusalCode, why?: Reason): Failure {
  return why === undefined ? { code, message: REFUSALS[code] } : Refusal.because(code, { why }).toJSON();
}

/** Any thrown value as a failure: a `Refusal` keeps its code and sentence, anything else is `internal`. */
export function thrownFailure(thrown: unknown): Failure {
  return asRefusal(thrown).toJSON();
}

const errorShape = z.object({
  code: z.string().optional().catch(undefined),
  message: z.string().catch(''),
  errors: z.array(z.unknown()).optional().catch(undefined),
});

/** Why no connection was made, from the error of a WebSocket that was still connecting. */
export function connectFailure(error: unknown): Failure {
  if (error instanceof Refusal) return error.toJSON();
  const shape = errorShape.safeParse(error);
  if (!shape.success) return failureOf('unreachable');
  const { code = '', message, errors } = shape.data;
  // A name with several addresses fails with one error per address.
  if (code === '' && errors?.[0] !== undefined) return connectFailure(errors[0]);
  const system = SYSTEM[code];
  if (system) return failureOf(system);
  if (/subprotocol/i.test(message)) return failureOf('wrong-version');
  if (/handshake has timed out/i.test(message)) return failureOf('timed-out');
  if (/^(ECONNRESET|EPIPE|ECONNABORTED)$/.test(code)) return failureOf('host-gone', 'host-hung-up');
  if (/^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|ERR_TLS_CERT)/.test(code)) return failureOf('certificate-untrusted');
  if (/^(EPROTO|ERR_SSL|ERR_TLS|ERR_OSSL)/.test(code)) return failureOf('not-parley', 'host-tls');
  if (/^(HPE_|WS_ERR_)/.test(code) || /invalid (upgrade|sec-websocket|connection)/i.test(message))
    return failureOf('not-parley');
  if (error instanceof SyntaxError) return failureOf('address-invalid');
  return failureOf('unreachable');
}

const refusalBody = z.object({ code: z.enum(REFUSAL_CODES), message: z.string(), detail: toldDetail });

function readBody(body: string): Failure | null {
  try {
    const parsed = refusalBody.safeParse(JSON.parse(body));
    return parsed.success ? told(parsed.data) : null;
  } catch {
    // Not JSON, which most things that answer HTTP do not speak: nothing to learn from it.
    return null;
  }
}

/** A stranger's words are shown only if they are one line without anything hidden in them. */
function told({ code, message, detail }: Failure): Failure {
  try {
    for (const words of [detail?.name, detail?.reason]) checkTopic(words ?? '');
    return { code, message: checkTopic(message) || REFUSALS[code], ...(detail && { detail }) };
  } catch {
    return failureOf(code);
  }
}

/** Why a host answered the WebSocket handshake with a plain HTTP response. `body` is its beginning. */
export function responseFailure(status: number, body: string): Failure {
  const told = readBody(body);
  if (told) return told;
  if (status === 426) return failureOf('wrong-version');
  if (status === 429) return failureOf('rate-limited');
  // What a proxy in front of a host says while the host restarts.
  if (status >= 502 && status <= 504) return failureOf('host-gone');
  return failureOf('not-parley');
}

/** Why an open connection ended: the host gives a refusal's code as the reason of its close frame. */
export function closeFailure(code: number, reason: string): Failure {
  if (isRefusalCode(reason)) return failureOf(reason);
  return failureOf(code === 1009 ? 'too-large' : 'host-gone');
}

/** Why an open connection was broken off by this end: errors of `ws` are about what the host sent. */
export function brokenFailure(error: unknown): Failure {
  const shape = errorShape.safeParse(error);
  return shape.success && shape.data.code?.startsWith('WS_ERR_') ? garbledFailure() : failureOf('host-gone');
}

/** The host broke the protocol: a frame too large, not text, or not UTF-8. */
export function garbledFailure(): Failure {
  return failureOf('not-parley', 'host-garbled');
}
