import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readResponse, SERVICE_NAME } from '../../../../src-main/engine/mdns/records.ts';

const instance = 'Office 1a2b._parley._tcp.local';

function txt(fields: Record<string, string>): Buffer[] {
  return Object.entries(fields).map(([key, value]) => Buffer.from(`${key}=${value}`));
}

const good = { v: '1', id: 'host-a', name: 'Office', fp: '' };

interface Changes {
  ptr?: object;
  srv?: object;
  txt?: unknown;
  more?: unknown[];
}

function packet({ ptr = {}, srv = {}, txt: strings = txt(good), more = [] }: Changes = {}): unknown {
  return {
    answers: [
      { type: 'PTR', name: SERVICE_NAME, ttl: 28_800, data: instance, ...ptr },
      { type: 'SRV', name: instance, ttl: 120, data: { port: 9292, target: 'parley-1a2b.local', ...srv } },
      { type: 'TXT', name: instance, ttl: 4_500, data: strings },
    ],
    additionals: [{ type: 'A', name: 'parley-1a2b.local', ttl: 120, data: '192.168.1.20' }, ...more],
  };
}

describe('what a packet says about hosts', () => {
  test('a host with all its records', () => {
    expect(readResponse(packet()).heard).toEqual([
      {
        instance: instance.toLowerCase(),
        id: 'host-a',
        name: 'Office',
        version: '1',
        fingerprint: '',
        port: 9292,
        addresses: ['192.168.1.20'],
      },
    ]);
  });

  test('a goodbye', () => {
    expect(readResponse(packet({ ptr: { ttl: 0 } }))).toEqual({ heard: [], gone: [instance.toLowerCase()] });
  });

  test('names are compared without regard to case, and other services are left alone', () => {
    expect(readResponse(packet({ ptr: { name: SERVICE_NAME.toUpperCase() } })).heard).toHaveLength(1);
    expect(readResponse(packet({ ptr: { name: '_ipp._tcp.local' } })).heard).toHaveLength(0);
  });

  test('fields it does not know are ignored, and of two the first counts', () => {
    const strings = [...txt({ ...good, shoe: '42' }), ...txt({ NAME: 'Other' }), Buffer.from('flag'), Buffer.from('')];
    expect(readResponse(packet({ txt: strings })).heard[0]?.name).toBe('Office');
  });

  test.each<[string, Changes]>([
    ['no id', { txt: txt({ v: '1', name: 'Office' }) }],
    ['an id with a line break', { txt: txt({ ...good, id: 'a\nb' }) }],
    ['an id that is too long', { txt: txt({ ...good, id: 'x'.repeat(65) }) }],
    ['a version that is no number', { txt: txt({ ...good, v: 'one' }) }],
    ['no name', { txt: txt({ ...good, name: '' }) }],
    ['a name that turns the text around', { txt: txt({ ...good, name: 'Office\u202e' }) }],
    ['a name with control characters', { txt: txt({ ...good, name: 'Off\u0007ice' }) }],
    ['a name that is too long', { txt: txt({ ...good, name: 'x'.repeat(65) }) }],
    ['a fingerprint that is too long', { txt: txt({ ...good, fp: 'a'.repeat(257) }) }],
    ['a fingerprint with markup', { txt: txt({ ...good, fp: '<b>' }) }],
    ['port 0', { srv: { port: 0 } }],
    ['a port above 65535', { srv: { port: 70_000 } }],
    ['no port', { srv: { port: undefined } }],
    ['no TXT strings', { txt: null }],
    ['TXT strings that are none', { txt: [1, 2] }],
    ['too many TXT strings', { txt: [...txt(good), ...Array.from({ length: 40 }, () => Buffer.from('a=b'))] }],
  ])('a host with %s is left out', (_what, changes) => {
    expect(readResponse(packet(changes)).heard).toEqual([]);
  });

  test('an address that is none is left out, the host is not', () => {
    const more = [
      { type: 'A', name: 'parley-1a2b.local', ttl: 120, data: '1.2.3' },
      { type: 'A', name: 'elsewhere.local', ttl: 120, data: '10.0.0.9' },
      { type: 'AAAA', name: 'parley-1a2b.local', ttl: 120, data: 'fd00::1' },
    ];
    expect(readResponse(packet({ more })).heard[0]?.addresses).toEqual(['192.168.1.20', 'fd00::1']);
  });

  test('of a packet with thousands of records only the beginning is read', () => {
    const answers = Array.from({ length: 5_000 }, (_, i) => ({
      type: 'PTR',
      name: SERVICE_NAME,
      ttl: 0,
      data: `x${String(i)}`,
    }));
    expect(readResponse({ answers, additionals: [] }).gone).toHaveLength(256);
  });

  test('nothing whatever makes it throw', () => {
    const names = fc.constantFrom(SERVICE_NAME, instance, 'parley-1a2b.local', '');
    const anyRecord = fc.record({
      type: fc.constantFrom('PTR', 'SRV', 'TXT', 'A', 'AAAA', 'constructor'),
      name: fc.oneof(names, fc.anything()),
      ttl: fc.oneof(fc.constantFrom(0, 120), fc.anything()),
      data: fc.oneof(names, fc.array(fc.uint8Array()), fc.record({ port: fc.integer(), target: names }), fc.anything()),
    });
    const anyPacket = fc.oneof(
      fc.anything(),
      fc.record({ answers: fc.array(anyRecord), additionals: fc.array(anyRecord) }),
    );
    fc.assert(
      fc.property(anyPacket, (value) => Array.isArray(readResponse(value).heard)),
      { numRuns: 500 },
    );
  });
});
