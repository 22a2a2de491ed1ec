import { describe, expect, test } from 'vitest';
import { fitting } from '../../../../src-main/engine/mdns/advert.ts';
import { localAddresses } from '../../../../src-main/engine/mdns/interfaces.ts';
import type { Heard } from '../../../../src-main/engine/mdns/records.ts';
import { bestAddress, EXPIRE_MS, HostTable } from '../../../../src-main/engine/mdns/table.ts';

const stranger = (): boolean => false;

function heard(changes: Partial<Heard> = {}): Heard {
  return {
    instance: 'office._parley._tcp.local',
    id: 'host-a',
    name: 'Office',
    version: '1',
    fingerprint: '',
    port: 9292,
    addresses: ['192.168.1.20'],
    ...changes,
  };
}

function take(table: HostTable, host: Heard, now = 0, sender = '192.168.1.20'): void {
  table.take({ heard: [host], gone: [] }, sender, now);
}

describe('the address of a host', () => {
  test.each([
    ['the sender, if it is claimed too', ['172.17.0.1', '192.168.1.20'], '192.168.1.20', '192.168.1.20'],
    ['the sender, if none is claimed', [], '192.168.1.20', '192.168.1.20'],
    ['IPv4 rather than IPv6, if the packet was carried over', ['fd00::1', '10.0.0.5'], '192.168.1.1', '10.0.0.5'],
    ['IPv6 if there is nothing else', ['fd00::1'], '192.168.1.1', 'fd00::1'],
    [
      'never this computer, a group, or link-local IPv6',
      ['127.0.0.1', 'fe80::1', '224.0.0.1', '::1', '0.0.0.0'],
      '192.168.1.20',
      '192.168.1.20',
    ],
    ['never this computer in disguise', ['::ffff:127.0.0.1'], '192.168.1.20', '192.168.1.20'],
  ])('is %s', (_what, addresses, sender, expected) => {
    expect(bestAddress(addresses, sender)).toBe(expected);
  });

  test('is bracketed if it is IPv6', () => {
    const table = new HostTable();
    take(table, heard({ addresses: ['fd00::1'] }), 0, '192.168.1.1');
    expect(table.list(stranger)[0]).toMatchObject({
      address: '[fd00::1]:9292',
      url: 'parley://[fd00::1]:9292/session',
    });
  });
});

describe('the list of hosts', () => {
  test('a host stays while it is heard of, and is forgotten afterwards', () => {
    const table = new HostTable();
    take(table, heard());
    take(table, heard(), 30_000);
    expect(table.expire(30_000 + EXPIRE_MS)).toBe(false);
    expect(table.expire(30_001 + EXPIRE_MS)).toBe(true);
    expect(table.list(stranger)).toEqual([]);
  });

  test('a goodbye takes a host away at once', () => {
    const table = new HostTable();
    take(table, heard());
    table.take({ heard: [], gone: ['office._parley._tcp.local'] }, '192.168.1.20', 1);
    expect(table.list(stranger)).toEqual([]);
  });

  test('after a change of network, who keeps silent is forgotten within seconds', () => {
    const table = new HostTable();
    take(table, heard());
    take(table, heard({ instance: 'b', id: 'host-b' }));
    table.recheck(1_000);
    take(table, heard({ instance: 'b', id: 'host-b' }), 2_000);
    table.expire(6_000);
    expect(table.list(stranger).map(({ id }) => id)).toEqual(['host-b']);
  });

  test('a host that came back under a new instance without a goodbye is listed once', () => {
    const table = new HostTable();
    take(table, heard());
    take(table, heard({ instance: 'office 2', name: 'Renamed' }), 5);
    expect(table.list(stranger).map(({ name }) => name)).toEqual(['Renamed']);
  });

  test('the same id at another address is another entry: mDNS proves nothing', () => {
    const table = new HostTable();
    take(table, heard());
    take(table, heard({ instance: 'imposter', addresses: ['192.168.1.66'] }), 1, '192.168.1.66');
    expect(table.list((id, address) => id === 'host-a' && address === '192.168.1.20').map(({ own }) => own)).toEqual([
      true,
      false,
    ]);
  });

  test('a host heard of through two interfaces keeps its address', () => {
    const table = new HostTable();
    const addresses = ['192.168.1.20', '10.0.0.20'];
    take(table, heard({ addresses }), 0, '10.0.0.20');
    take(table, heard({ addresses }), 1, '192.168.1.20');
    expect(table.list(stranger)[0]?.address).toBe('10.0.0.20:9292');
  });

  test('a goodbye from elsewhere takes nothing away that its announcer keeps alive', () => {
    const table = new HostTable();
    const goodbye = { heard: [], gone: ['office._parley._tcp.local'] };
    take(table, heard());
    table.take(goodbye, '192.168.1.66', 1);
    expect(table.list(stranger)).toHaveLength(1);
    // Not even from one who has announced it, too.
    take(table, heard(), 2, '192.168.1.66');
    table.take(goodbye, '192.168.1.66', 3);
    expect(table.list(stranger)).toMatchObject([{ address: '192.168.1.20:9292' }]);
    table.take(goodbye, '192.168.1.20', 4);
    expect(table.list(stranger)).toEqual([]);
  });

  test('one key is never replaced by another: whoever announces another is another entry', () => {
    const table = new HostTable();
    take(table, heard({ fingerprint: 'real' }));
    const imposters = [{}, { addresses: ['192.168.1.66'] }, { instance: 'another', addresses: [] }];
    for (const changes of imposters)
      take(table, heard({ fingerprint: 'false', name: 'Imposter', ...changes }), 1, '192.168.1.66');
    const told = table.list(stranger);
    expect(told.filter(({ fingerprint }) => fingerprint === 'real')).toMatchObject([
      { name: 'Office', address: '192.168.1.20:9292' },
    ]);
    const keys = told.map(({ id, address, fingerprint }) => `${id} ${address} ${fingerprint}`);
    expect(new Set(keys).size).toBe(told.length);
  });

  test('who claims to be a host at another place is believed only for as long as the host does not answer', () => {
    const table = new HostTable();
    const moved = (): boolean =>
      table.take({ heard: [heard({ addresses: ['192.168.1.66'] })], gone: [] }, '192.168.1.66', 1_000);
    take(table, heard());
    expect(moved()).toBe(true);
    expect(table.take({ heard: [heard()], gone: [] }, '192.168.1.20', 1_100)).toBe(true);
    expect(table.list(stranger)).toMatchObject([{ address: '192.168.1.20:9292' }]);
    // The other keeps silent, or says goodbye: the host is there all the same, where it was.
    table.expire(8_000);
    table.take({ heard: [], gone: [heard().instance] }, '192.168.1.66', 8_001);
    expect(table.list(stranger)).toMatchObject([{ address: '192.168.1.20:9292' }]);
    // Really moved, it is not heard from where it was, and its goodbye from the new place is enough.
    expect(moved()).toBe(true);
    table.expire(8_000);
    table.take({ heard: [], gone: [heard().instance] }, '192.168.1.66', 8_001);
    expect(table.list(stranger)).toEqual([]);
  });

  test('one host cannot make it remember endless senders', () => {
    const table = new HostTable();
    for (let i = 0; i < 100; i += 1) take(table, heard(), i, `10.0.0.${String(i)}`);
    for (let i = 0; i < 8; i += 1) table.take({ heard: [], gone: [heard().instance] }, `10.0.0.${String(i)}`, 200);
    expect(table.list(stranger)).toEqual([]);
  });

  test('one sender cannot fill it, and all together only so far', () => {
    const table = new HostTable();
    for (let i = 0; i < 100; i += 1) take(table, heard({ instance: `a${String(i)}`, id: `a${String(i)}` }));
    expect(table.list(stranger)).toHaveLength(32);
    for (let i = 0; i < 1_000; i += 1) {
      const sender = `10.0.${String(i >> 8)}.${String(i & 255)}`;
      take(table, heard({ instance: `b${String(i)}`, id: `b${String(i)}`, addresses: [] }), 0, sender);
    }
    expect(table.list(stranger)).toHaveLength(500);
  });
});

test('a name is cut to its bytes, never within a character', () => {
  expect(fitting('Ada', 10)).toBe('Ada');
  expect(fitting('ääää', 5)).toBe('ää');
  expect(Buffer.byteLength(fitting('😀'.repeat(64), 50))).toBe(48);
});

test('one address per interface, self-given ones last, the loopback not at all', () => {
  const entry = (address: string, internal = false, family: 'IPv4' | 'IPv6' = 'IPv4') =>
    ({ address, family, internal, mac: '', netmask: '', cidr: null, scopeid: 0 }) as never;
  expect(
    localAddresses({
      lo: [entry('127.0.0.1', true)],
      usb0: [entry('169.254.3.4')],
      eth0: [entry('fd00::1', false, 'IPv6'), entry('192.168.1.20'), entry('192.168.1.21')],
    }),
  ).toEqual(['192.168.1.20', '169.254.3.4']);
});
