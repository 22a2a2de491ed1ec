import { describe, expect, test } from 'vitest';
import {
  brokenFailure,
  closeFailure,
  connectFailure,
  responseFailure,
  thrownFailure,
} from '../../../../src-main/engine/failure.ts';
import { Refusal, REFUSALS } from '../../../../src-shared/protocol/errors.ts';

function system(code: string): Error {
  return Object.assign(new Error(`something ${code}`), { code });
}

describe('why no connection was made', () => {
  test.each([
    ['ENOTFOUND', 'no-such-name'],
    ['EAI_AGAIN', 'no-such-name'],
    ['ECONNREFUSED', 'refused'],
    ['ETIMEDOUT', 'timed-out'],
    ['EHOSTUNREACH', 'unreachable'],
    ['ENETUNREACH', 'unreachable'],
    ['HPE_INVALID_CONSTANT', 'not-parley'],
    ['ECONNRESET', 'host-gone'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate-untrusted'],
    ['EPROTO', 'not-parley'],
    ['ESOMETHINGNEW', 'unreachable'],
  ])('%s is %s', (code, expected) => {
    const failure = connectFailure(system(code));
    expect(failure.code).toBe(expected);
    expect(failure.message).not.toContain(code);
  });

  test.each([
    ['Server sent no subprotocol', 'wrong-version'],
    ['Server sent an invalid subprotocol', 'wrong-version'],
    ['Opening handshake has timed out', 'timed-out'],
    ['Invalid Upgrade header', 'not-parley'],
    ['Invalid Sec-WebSocket-Accept header', 'not-parley'],
  ])('the library\'s "%s" is %s', (message, expected) => {
    expect(connectFailure(new Error(message)).code).toBe(expected);
  });

  test("a name with several addresses fails with the first one's reason", () => {
    expect(connectFailure(new AggregateError([system('ECONNREFUSED'), system('ENETUNREACH')])).code).toBe('refused');
  });

  test.each([null, undefined, 'text', 7, {}])('even %j has a sentence', (thrown) => {
    expect(connectFailure(thrown)).toEqual({ code: 'unreachable', message: REFUSALS.unreachable });
  });
});

describe('why a plain HTTP response came instead', () => {
  test.each([
    [200, '<html>', 'not-parley'],
    [404, '', 'not-parley'],
    [426, 'Upgrade Required', 'wrong-version'],
    [503, '{"code":"host-closing","message":"Going."}', 'host-closing'],
    [429, '{"code":"too-many-connections","message":"Full."}', 'too-many-connections'],
    [429, '', 'rate-limited'],
    [502, 'Bad Gateway', 'host-gone'],
    [404, '{"code":"made-up","message":"?"}', 'not-parley'],
  ])('%i %s is %s', (status, body, expected) => {
    expect(responseFailure(status, body).code).toBe(expected);
  });

  test("the host's own sentence is shown, unless it hides something", () => {
    expect(responseFailure(429, '{"code":"rate-limited","message":"Wait 3 s."}').message).toBe('Wait 3 s.');
    const hiding = JSON.stringify({ code: 'rate-limited', message: 'Wait \u202e now' });
    expect(responseFailure(429, hiding).message).toBe(REFUSALS['rate-limited']);
    const long = JSON.stringify({ code: 'rate-limited', message: 'x'.repeat(3_000) });
    expect(responseFailure(429, long).message).toBe(REFUSALS['rate-limited']);
  });
});

describe('why an open connection ended', () => {
  test.each([
    [1006, '', 'host-gone'],
    [1000, 'bye', 'host-gone'],
    [1009, '', 'too-large'],
    [1001, 'host-closing', 'host-closing'],
    [1008, 'rate-limited', 'rate-limited'],
    [1008, 'toString', 'host-gone'],
  ])('code %i with reason "%s" is %s', (code, reason, expected) => {
    expect(closeFailure(code, reason).code).toBe(expected);
  });

  test("what cannot be read is the host's fault, a broken line is nobody's", () => {
    expect(brokenFailure(system('WS_ERR_UNSUPPORTED_MESSAGE_LENGTH')).code).toBe('not-parley');
    expect(brokenFailure(system('ECONNRESET')).code).toBe('host-gone');
  });
});

test('a refusal keeps its sentence, anything else thrown keeps its text from strangers', () => {
  expect(thrownFailure(new Refusal('port-taken', 'Port 9292 is taken.'))).toEqual({
    code: 'port-taken',
    message: 'Port 9292 is taken.',
  });
  expect(thrownFailure(new Error('secret'))).toEqual({ code: 'internal', message: REFUSALS.internal });
});
