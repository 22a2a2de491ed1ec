import { describe, expect, it, test } from 'vitest';
import { encryptedUrl, needOf, privacyOf, readInvite, targetOf } from '../../../../src-renderer/lib/getting-in.ts';
import { inviteLink } from '../../../../src-shared/domain/address.ts';
import { REFUSAL_CODES } from '../../../../src-shared/protocol/errors.ts';

const TOKEN = 'Ab-_5678901234567890ab';
const FINGERPRINT = 'f'.repeat(43);

test('every refusal at the door calls for something, and no other does', () => {
  const needing = REFUSAL_CODES.filter((code) => needOf(code) !== null);
  expect(needing).toEqual([
    'plain-refused',
    'password-needed',
    'password-wrong',
    'password-wait',
    'invite-needed',
    'invite-invalid',
    'approval-pending',
    'banned',
    'key-changed',
    'certificate-untrusted',
  ]);
  expect(needOf(undefined)).toBeNull();
  expect(needOf('constructor')).toBeNull();
});

describe('an invite', () => {
  it('is read from its link, with the key of its host, and from its secret alone', () => {
    const link = inviteLink('10.0.0.1:9292', FINGERPRINT, TOKEN);
    expect(readInvite(` ${link}\n`)).toEqual({ invite: TOKEN, fingerprint: FINGERPRINT });
    expect(readInvite(TOKEN)).toEqual({ invite: TOKEN });
    expect(readInvite(`https://chat.example.org/?invite=${TOKEN}`)).toEqual({ invite: TOKEN });
  });

  it.each(['', 'hello', 'parley://10.0.0.1:9292', 'javascript:alert(1)', 'two words', `parley://h/?invite=a'b`])(
    'is not %j',
    (text) => {
      expect(readInvite(text)).toBeNull();
    },
  );

  it('typed as an address leads to its host, and names the key that must answer there', () => {
    expect(targetOf(inviteLink('10.0.0.1:9292', FINGERPRINT, TOKEN))).toEqual({
      url: 'parley://10.0.0.1:9292/session',
      address: '10.0.0.1:9292',
      invite: TOKEN,
      fingerprint: FINGERPRINT,
    });
    expect(targetOf('10.0.0.1')).toEqual({ url: 'parley://10.0.0.1:9292/session', address: '10.0.0.1:9292' });
  });
});

test.each([
  ['parley://10.0.0.1:9292/session', 'encrypted'],
  ['parley://127.0.0.1:9292/session', 'encrypted'],
  ['wss://chat.example.org:443/session', 'encrypted'],
  ['ws://127.0.0.1:9292/session', 'local'],
  ['ws://localhost:9292/session', 'local'],
  ['ws://[::1]:9292/session', 'local'],
  ['ws://10.0.0.1:9292/session', 'plain'],
  ['ws://localhost.example.org/session', 'plain'],
  ['ws://127.0.0.1.example.org/session', 'plain'],
])('what is said over %s is %s', (url, privacy) => {
  expect(privacyOf(url)).toBe(privacy);
});

test('the encrypted address is the same place', () => {
  expect(encryptedUrl('ws://10.0.0.1:9292/session')).toBe('parley://10.0.0.1:9292/session');
  expect(encryptedUrl('wss://10.0.0.1:9292/session')).toBe('parley://10.0.0.1:9292/session');
});
