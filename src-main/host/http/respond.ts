import type { ServerResponse } from 'node:http';
import { asRefusal, type RefusalCode } from '../../../src-shared/protocol/errors.ts';

/** HTTP status of a refusal; 400 where nothing fits better. */
const STATUS: Partial<Record<RefusalCode, number>> = {
  'no-such-room': 404,
  'no-such-path': 404,
  'method-not-allowed': 405,
  'room-name-taken': 409,
  'room-archived': 409,
  'id-taken': 409,
  'too-large': 413,
  'wrong-version': 426,
  'rate-limited': 429,
  'guests-off': 403,
  'plain-refused': 403,
  banned: 403,
  'not-allowed': 403,
  'history-hidden': 403,
  muted: 403,
  'room-locked': 403,
  'slow-mode': 429,
  'foreign-origin': 403,
  misdirected: 421,
  internal: 500,
  'too-many-connections': 503,
  'too-many-rooms': 503,
  'too-many-members': 503,
  'storage-failed': 503,
  'host-closing': 503,
};

export function statusOf(code: RefusalCode): number {
  return STATUS[code] ?? 400;
}

/** Headers of every answer: nothing is guessed, framed, or told to others. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
};

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    'content-type': type,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  });
  response.end(body);
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(value));
}

export function sendText(response: ServerResponse, type: string, body: string): void {
  send(response, 200, type, body);
}

/** Answers with what was thrown, as `{code, message}`. */
export function sendRefusal(response: ServerResponse, thrown: unknown): void {
  const refusal = asRefusal(thrown);
  sendJson(response, statusOf(refusal.code), refusal.toJSON());
}
