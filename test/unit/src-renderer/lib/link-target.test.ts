import { expect, it } from 'vitest';
import { leadsTo } from '../../../../src-renderer/lib/link-target.ts';
import { parseDeepLink } from '../../../../src-shared/domain/deep-link.ts';

const key = 'A'.repeat(43);
const other = 'B'.repeat(43);
const remembered = { id: 'h', name: 'Office', url: 'parley://10.0.0.7:9292/session', address: '10.0.0.7:9292' };
const office = { remembered: { ...remembered, fingerprint: key } };
const leads = (link: string, hosts = [office]) => leadsTo(parseDeepLink(link), hosts);

it('to the host of its key, wherever that was when the link was made', () => {
  expect(leads(`parley://10.0.0.99/?fp=${key}`)).toEqual({ host: office });
});

it('to the host known at its address, where it names no key', () => {
  expect(leads('parley://10.0.0.7/')).toEqual({ host: office });
});

it('nowhere if the host known at its address has another key', () => {
  expect(() => leads(`parley://10.0.0.7/?fp=${other}`)).toThrow(expect.objectContaining({ code: 'key-changed' }));
});

it('to the host at its address that was joined before there were keys', () => {
  const old = { remembered: { ...remembered, fingerprint: '' } };
  expect(leads(`parley://10.0.0.7/?fp=${other}`, [old])).toEqual({ host: old });
});

it('to a host that is to be asked about, with all that the link gives', () => {
  const target = { url: 'parley://10.0.0.9:9292/session', address: '10.0.0.9:9292' };
  expect(leads('parley://10.0.0.9/')).toEqual({ target });
  const invite = 'abcdefghijklmnopqrstuv';
  expect(leads(`parley://10.0.0.9/?invite=${invite}&fp=${other}`)).toEqual({
    target: { ...target, invite, fingerprint: other },
  });
});
