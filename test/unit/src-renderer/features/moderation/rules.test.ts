import { describe, expect, it, test } from 'vitest';
import { actsAgainst, handover } from '../../../../../src-renderer/features/moderation/acts.ts';
import { inviteLinks } from '../../../../../src-renderer/features/moderation/invitation.ts';
import { speechIn } from '../../../../../src-renderer/features/moderation/speech.ts';
import { deedWords, factWords } from '../../../../../src-renderer/features/moderation/log-words.ts';
import { leftWord, secondsWord } from '../../../../../src-renderer/features/moderation/words.ts';
import { parseAddress } from '../../../../../src-shared/domain/address.ts';
import type { AuditFacts } from '../../../../../src-shared/protocol/audit.ts';
import type { Role } from '../../../../../src-shared/protocol/rooms.ts';
import { ME, message } from '../../../../support/scripted.ts';

const of = (role: Role, id = 1) => ({ ...ME, id, role });
const kinds = (me: Role, other: Role): string[] => actsAgainst(of(me), of(other, 2)).map(({ kind }) => kind);

describe('what is offered against a person', () => {
  it('is what one’s role may do to those below it', () => {
    expect(kinds('owner', 'member')).toEqual(['promote', 'mute', 'purge', 'kick', 'ban']);
    expect(kinds('owner', 'moderator')).toEqual(['demote', 'mute', 'purge', 'kick', 'ban']);
    expect(kinds('moderator', 'member')).toEqual(['mute', 'purge', 'kick', 'ban']);
    expect(kinds('moderator', 'guest')).toEqual(['mute', 'purge', 'kick', 'ban']);
    expect(kinds('owner', 'guest')).toEqual(['mute', 'purge', 'kick', 'ban']);
  });

  it('is nothing against one’s equals or betters', () => {
    for (const role of ['owner', 'moderator', 'member'] as const) expect(kinds('member', role)).toEqual([]);
    expect(kinds('moderator', 'moderator')).toEqual([]);
    expect(kinds('moderator', 'owner')).toEqual([]);
  });

  it('only the owner hands the host over, and not to a guest', () => {
    expect(handover(of('owner'), of('member', 2))).toHaveLength(1);
    expect(handover(of('owner'), of('guest', 2))).toEqual([]);
    expect(handover(of('moderator'), of('member', 2))).toEqual([]);
  });
});

describe('speaking', () => {
  const now = { ms: 100_000 };
  const open = { locked: false, slow: 0 };
  const here = (info: { locked: boolean; slow: number }, said: number[] = []) => ({
    info,
    unsent: [],
    window: { events: said.map((at, i) => message(i + 1, { at, by: ME.id })) },
  });
  const unsent = (at: number, code?: string) => ({
    id: 'x',
    room: 'r',
    text: '',
    at,
    failure: code === undefined ? null : { code, message: '' },
  });

  it('is free in an open room', () => {
    expect(speechIn({ me: ME }, here(open, [99_000]), now)).toEqual({ closed: false, wait: 0, words: '' });
  });

  it('is for moderators in a locked one', () => {
    expect(speechIn({ me: ME }, here({ locked: true, slow: 0 }), now).closed).toBe(true);
    expect(speechIn({ me: null }, here({ locked: true, slow: 0 }), now).closed).toBe(true);
    expect(speechIn({ me: of('moderator') }, here({ locked: true, slow: 0 }), now).closed).toBe(false);
  });

  it('waits in a slow one, from what was last said or sent, whatever the host’s clock says', () => {
    const slow = { locked: false, slow: 30 };
    expect(speechIn({ me: ME }, here(slow), now).wait).toBe(0);
    expect(speechIn({ me: ME }, here(slow, [90_000]), now).wait).toBe(20);
    expect(speechIn({ me: ME }, here(slow, [60_000]), now).wait).toBe(0);
    expect(speechIn({ me: ME }, here(slow, [900_000]), now).wait).toBe(30);
    expect(speechIn({ me: ME }, { ...here(slow), unsent: [unsent(99_000)] }, now).wait).toBe(29);
    expect(speechIn({ me: ME }, { ...here(slow), unsent: [unsent(99_000, 'slow-mode')] }, now).wait).toBe(0);
    expect(speechIn({ me: of('moderator') }, here(slow, [99_000]), now)).toMatchObject({ wait: 0, words: '' });
  });

  it('does not look at the clock where it does not matter', () => {
    const never = {
      get ms(): number {
        throw new Error('looked');
      },
    };
    expect(speechIn({ me: ME }, here(open), never).words).toBe('');
  });

  it('of one who is muted is told for how long, and why; then it is over', () => {
    const muted = { until: now.ms + 10 * 60_000, reason: 'caps' };
    const speech = speechIn({ me: ME, muted }, here(open), now);
    expect(speech).toMatchObject({ closed: true });
    expect(speech.words).toMatch(/muted you\. The reason given: caps\..*in 10 min/);
    expect(speechIn({ me: ME, muted: { until: now.ms, reason: '' } }, here(open), now).words).toBe('');
  });

  it('of one who was muted as a message was on its way is known by what was refused', () => {
    const muted = { ...here(open), unsent: [unsent(1, 'muted')] };
    expect(speechIn({ me: ME }, muted, now)).toMatchObject({ closed: false, wait: 0 });
    expect(speechIn({ me: ME }, muted, now).words).toContain('muted');
  });
});

describe('the links of an invite', () => {
  const fingerprint = 'f'.repeat(43);
  const token = 't'.repeat(22);

  it('are for the app, and for a browser where browsers are let in; each is read as what it is', () => {
    const door = { url: 'parley://10.0.0.1:9292/session', address: '10.0.0.1:9292', fingerprint };
    const { app, web } = inviteLinks({ ...door, guests: true }, token);
    expect(parseAddress(app)).toMatchObject({ url: door.url, invite: token, fingerprint });
    expect(web).toBe(`http://10.0.0.1:9292/#invite=${token}&fp=${fingerprint}`);
    expect(parseAddress(web ?? ''), 'the app keeps to the key, a browser to the page').toEqual(parseAddress(app));
    expect(inviteLinks({ ...door, guests: false }, token).web).toBeNull();
  });

  it('name the port that a page’s address leaves out', () => {
    const door = { url: 'ws://10.0.0.1/session', address: '10.0.0.1', fingerprint, guests: true };
    expect(parseAddress(inviteLinks(door, token).app).url).toBe('parley://10.0.0.1:80/session');
  });

  it('are one where a host has an ordinary certificate', () => {
    const door = { url: 'wss://chat.example.org:443/session', address: 'chat.example.org', fingerprint, guests: true };
    const { app, web } = inviteLinks(door, token);
    expect(web).toBe(app);
    expect(parseAddress(app)).toMatchObject({ url: 'wss://chat.example.org:443/session', invite: token });
  });
});

test('times are told in the unit people would use', () => {
  const minute = 60_000;
  expect([30, 60, 90, 300].map(secondsWord)).toEqual(['30 s', '1 min', '90 s', '5 min']);
  expect([0, 5, 59, 60, 47 * 60, 48 * 60, 43_200].map((minutes) => leftWord(minutes * minute, 0))).toEqual([
    '1 min',
    '5 min',
    '59 min',
    '1 h',
    '47 h',
    '2 days',
    '30 days',
  ]);
});

test('the log reads as sentences, also what only a newer host knows', () => {
  expect(deedWords({ by: 'Ada', action: 'ban', target: 'Bo' })).toBe('Ada banned Bo');
  expect(deedWords({ by: 'Ada', action: 'access', target: 'invite' })).toBe('Ada changed who may come in: by invite');
  expect(deedWords({ by: 'Ada', action: 'juggle', target: 'balls' })).toBe('Ada: juggle balls');
  expect(deedWords({ by: 'Ada', action: 'constructor', target: 'it' })).toBe('Ada: constructor it');
  const room = { kind: 'room' as const, name: 'general' };
  expect(deedWords({ by: 'Ada', action: 'lock', target: '', facts: { room } })).toBe('Ada locked general');
  const hidden = { room: { kind: 'private' as const } };
  expect(deedWords({ by: 'Ada', action: 'lock', target: '', facts: hidden })).toBe('Ada locked a private room');
});

describe('what the log adds to a deed', () => {
  const words = (facts: AuditFacts, target = 'Bo') =>
    factWords({ action: 'act', target, detail: '', facts }).join(' · ');
  const room = { kind: 'room' as const, name: 'general' };

  it.each<[string, AuditFacts]>([
    ['', {}],
    ['24 h · spam', { minutes: 1440, reason: 'spam' }],
    ['for ever', { minutes: null }],
    ['Moderator', { role: 'moderator' }],
    ['Member', { role: 'member' }],
    ['10 people · 7 days', { uses: 10, minutes: 10_080 }],
    ['With a new password', { password: true }],
    ['4 messages · in 2 rooms · adverts', { messages: 4, rooms: 2, reason: 'adverts' }],
    ['in general · rude', { room, seq: 4, reason: 'rude' }],
    ['in a conversation of two', { room: { kind: 'direct' } }],
  ])('is told as people tell it: %s', (told, facts) => {
    expect(words(facts)).toBe(told);
  });

  it('names the room once, where it is what the deed was done to', () => {
    expect(words({ room, seconds: 30 }, '')).toBe('30 s');
    expect(words({ room, seconds: 0 }, '')).toBe('Off');
    expect(words({ room, scope: 'joined' }, '')).toBe('From their joining on');
  });
});

test.each([
  ['ban', '1440 min. spam', '24 h. spam'],
  ['ban', 'for ever.', 'for ever'],
  ['mute', '5 min.', '5 min'],
  ['unmute', '0 min.', ''],
  ['unmute', '0 min. sorry', 'sorry'],
  ['kick', 'noise', 'noise'],
  ['role', 'moderator', 'Moderator'],
  ['role', 'member', 'Member'],
  ['slow', '90 s', '90 s'],
  ['slow', '0 s', 'Off'],
  ['history', 'joined', 'From their joining on'],
  ['access', 'new password', 'With a new password'],
  ['access', '', ''],
  ['invite', '1 uses, 1440 min', '1 person, 24 h'],
  ['purge', '4 messages of 60 min, rooms: 2. adverts', '4 messages removed. adverts'],
  ['remove', 'message 01890000-0000-7000-8000-000000000001', ''],
  // What a newer host adds is told as it says it.
  ['ban', 'until the moon is full', 'until the moon is full'],
  ['role', 'king', 'king'],
  ['constructor', 'x', 'x'],
])('what an older host noted beside "%s" is told in words: %s', (action, detail, words) => {
  expect(factWords({ action, target: 'Bo', detail }).join()).toBe(words);
});
