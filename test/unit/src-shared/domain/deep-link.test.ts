import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { inviteLink } from '../../../../src-shared/domain/address.ts';
import { parseDeepLink, placeLink } from '../../../../src-shared/domain/deep-link.ts';
import { Refusal } from '../../../../src-shared/protocol/errors.ts';

const room = '0193a1b2-c3d4-7e5f-8a6b-0c1d2e3f4a5b';
const fingerprint = 'A'.repeat(42) + '_';
const token = 'abcdefghijklmnopqrst_-';

describe('a link from outside', () => {
  it.each([
    ['parley://10.0.0.7', '10.0.0.7:9292', null],
    ['parley://10.0.0.7:9000/', '10.0.0.7:9000', null],
    ['PARLEY://Office.local', 'office.local:9292', null],
    ['parley://[fe80::1]:9000/', '[fe80::1]:9000', null],
    [`parley://office.local/room/${room}`, 'office.local:9292', { room, seq: null }],
    [`parley://office.local/room/${room}/17`, 'office.local:9292', { room, seq: 17 }],
    [`parley://office.local/room/${room}/17/?later=1#part`, 'office.local:9292', { room, seq: 17 }],
  ])('%s leads to a host, or to a place there', (link, label, place) => {
    expect(parseDeepLink(link)).toEqual({ address: { url: `parley://${label}/session`, label }, place });
  });

  it('is read as it was made', () => {
    const made = placeLink('10.0.0.7:9292', { room, seq: 123_456 }, fingerprint);
    expect(parseDeepLink(made)).toMatchObject({ place: { room, seq: 123_456 }, address: { fingerprint } });
    expect(parseDeepLink(placeLink('10.0.0.7:9292', { room, seq: null }, ''))).toMatchObject({ place: { room } });
    const invite = parseDeepLink(inviteLink('10.0.0.7:9292', fingerprint, token));
    expect(invite).toMatchObject({ place: null, address: { invite: token, fingerprint, label: '10.0.0.7:9292' } });
  });

  it.each([
    ['nothing', ''],
    ['words', 'hello there'],
    ['another scheme', 'https://office.local/'],
    ['a scheme that starts programs', 'file:///etc/passwd'],
    ['a scheme without an address', 'parley:'],
    ['no address', 'parley:///room/x'],
    ['a user and a password', 'parley://ada:secret@office.local/'],
    ['no port', 'parley://office.local:99999/'],
    ['an option of a program', '--parley://office.local/'],
    ['two lines', 'parley://office.local/\n--inspect'],
    ['a backslash', 'parley://office.local\\@evil.local/'],
    ['an invisible character', 'parley://office.local/\u202e'],
    ['another path', 'parley://office.local/admin'],
    ['a path that climbs', `parley://office.local/room/../${room}`],
    ['an escaped path', `parley://office.local/%72oom/${room}`],
    ['no room’s id', 'parley://office.local/room/general/1'],
    ['no place in a log', `parley://office.local/room/${room}/0`],
    ['a place beyond all numbers', `parley://office.local/room/${room}/9999999999999999`],
    ['a damaged fingerprint', `parley://office.local/?fp=${fingerprint.slice(1)}`],
    ['an empty fingerprint', 'parley://office.local/?fp='],
    ['a damaged invite', 'parley://office.local/?invite=no%20invite'],
    ['too much', `parley://office.local/?more=${'x'.repeat(3_000)}`],
  ])('with %s is refused with a sentence', (_what, link) => {
    const refusal = refused(link);
    expect(refusal?.code).toBe('link-invalid');
    expect(refusal?.message).toMatch(/^[A-Z].+\.$/);
    expect(refusal?.message).not.toContain('secret');
  });
});

function refused(link: string): Refusal | null {
  try {
    parseDeepLink(link);
    return null;
  } catch (thrown) {
    if (thrown instanceof Refusal) return thrown;
    throw thrown;
  }
}

test('whatever comes is a link of a known form, or refused', () => {
  const pieces = [
    'parley://',
    'office.local',
    ':9',
    '/',
    'room/',
    room,
    '?',
    'invite=',
    'fp=',
    fingerprint,
    '&',
    '#',
    '%',
  ];
  const links = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => `parley://${parts.join('')}`),
  );
  fc.assert(
    fc.property(links, (link) => {
      const refusal = refused(link);
      if (refusal) return refusal.code === 'link-invalid';
      const { address, place } = parseDeepLink(link);
      const again = parseDeepLink(placeLink(address.label, place ?? { room, seq: 1 }, address.fingerprint ?? ''));
      return again.address.url === address.url && new URL(address.url).pathname === '/session';
    }),
    { numRuns: 1_000 },
  );
});
