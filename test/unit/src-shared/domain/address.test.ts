import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseAddress, webLink } from '../../../../src-shared/domain/address.ts';
import { Refusal } from '../../../../src-shared/protocol/errors.ts';

function refusal(input: string): Refusal | null {
  try {
    parseAddress(input);
    return null;
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown;
    throw thrown;
  }
}

test.each([
  ['192.168.1.20', 'parley://192.168.1.20:9292/session'],
  ['192.168.1.20:8000', 'parley://192.168.1.20:8000/session'],
  ['  office.local  ', 'parley://office.local:9292/session'],
  ['Office.Local:80', 'parley://office.local:80/session'],
  ['parley://office.local', 'parley://office.local:9292/session'],
  ['PARLEY://office.local:9000', 'parley://office.local:9000/session'],
  ['parley://office.local/', 'parley://office.local:9292/session'],
  ['ws://office.local', 'ws://office.local:80/session'],
  ['http://office.local', 'ws://office.local:80/session'],
  ['http://office.local:9292/some/path?query#part', 'ws://office.local:9292/session'],
  ['wss://office.local', 'wss://office.local:443/session'],
  ['https://office.local:9292', 'wss://office.local:9292/session'],
  ['::1', 'parley://[::1]:9292/session'],
  ['[::1]:9000', 'parley://[::1]:9000/session'],
  ['fe80::1', 'parley://[fe80::1]:9292/session'],
  ['parley://[fe80::1]:9000', 'parley://[fe80::1]:9000/session'],
  ['2001:DB8::1', 'parley://[2001:db8::1]:9292/session'],
  ['::ffff:192.168.1.1', 'parley://[::ffff:c0a8:101]:9292/session'],
  ['büro.local', 'parley://xn--bro-hoa.local:9292/session'],
  ['office.local\\x:80', 'parley://office.local:9292/session'],
])('%s is %s', (input, url) => {
  expect(parseAddress(input).url).toBe(url);
});

test('a web link brings an invite behind its #, and with the key of the host it leads there encrypted', () => {
  const [invite, fingerprint] = ['Ab-_5678901234567890ab', 'f'.repeat(43)];
  expect(parseAddress(webLink('http://10.0.0.1:9292', { invite, fingerprint }))).toEqual({
    url: 'parley://10.0.0.1:9292/session',
    label: '10.0.0.1:9292',
    invite,
    fingerprint,
  });
  expect(parseAddress(webLink('https://chat.example.org', { invite }))).toEqual({
    url: 'wss://chat.example.org:443/session',
    label: 'chat.example.org:443',
    invite,
  });
  expect(parseAddress('http://10.0.0.1:9292/#invite=no%20invite&fp=short')).toEqual({
    url: 'ws://10.0.0.1:9292/session',
    label: '10.0.0.1:9292',
  });
});

test.each([
  ['', 'Type an address'],
  ['   ', 'Type an address'],
  ['two words', 'no spaces'],
  ['ftp://office.local', 'ftp:'],
  ['file:///etc/passwd', 'file:'],
  ['user:secret@office.local', 'user name or password'],
  ['user@office.local', 'user name or password'],
])('"%s" is refused, and the sentence says why', (input, words) => {
  expect(refusal(input)).toMatchObject({ code: 'address-invalid', message: expect.stringContaining(words) as string });
});

test.each([
  'http://',
  ':80',
  'host:99999',
  'host:0',
  'host:-1',
  'host:port',
  '256.1.1.1',
  '[::1',
  '1:2:3',
  'fe80::1%eth0',
  'ho<st',
  'javascript:alert(1)',
])('nonsense such as "%s" is refused', (input) => {
  expect(refusal(input)?.code).toBe('address-invalid');
});

test('whatever one types is an address that can be opened, or refused', () => {
  const pieces = fc.constantFrom(
    'parley://',
    'wss://',
    'http://',
    'a',
    '9',
    ':',
    '.',
    '[',
    ']',
    '@',
    '/',
    '\\',
    '?',
    '#',
    '%',
    '-',
    '::',
    '80',
    'é',
    ' ',
  );
  const typed = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')),
    fc.webUrl(),
  );
  fc.assert(
    fc.property(typed, (input) => {
      const refused = refusal(input);
      if (refused) {
        expect(refused.code).toBe('address-invalid');
        return;
      }
      const { url, label } = parseAddress(input);
      expect(new URL(url).pathname).toBe('/session');
      expect(parseAddress(label).label).toBe(label);
      expect(parseAddress(url)).toEqual({ url, label });
    }),
    { numRuns: 2_000 },
  );
});
