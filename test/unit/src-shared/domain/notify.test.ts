import { describe, expect, it, test } from 'vitest';
import { callOf, isQuiet, levelOf, saysKeyword, type Said } from '../../../../src-shared/domain/notify.ts';
import { notificationSettings, type NotificationSettings } from '../../../../src-shared/protocol/settings.ts';

const room = '0193a1b2-c3d4-7e5f-8a6b-0c1d2e3f4a5b';
const plain: Said = {
  room,
  text: 'The kettle is on.',
  own: false,
  ignored: false,
  direct: false,
  mention: false,
  threadOnly: false,
};
const noon = 12 * 60;

function call(
  said: Partial<Said>,
  settings: Partial<NotificationSettings> = {},
  { inFront = false, busy = false, minute = noon } = {},
): string | null {
  return callOf(
    { ...plain, ...said },
    { settings: { ...notificationSettings.parse({}), ...settings }, inFront, busy, minute },
  );
}

describe('one is told of', () => {
  it('what calls upon one, what is for nobody else, and what holds a word one listens for', () => {
    expect(call({ mention: true })).toBe('mention');
    expect(call({ direct: true })).toBe('message');
    expect(call({}, { keywords: ['kettle'] })).toBe('keyword');
  });

  it('everything where one wants that, but for what stays in a thread', () => {
    expect(call({}, { level: 'all' })).toBe('message');
    expect(call({}, { rooms: { [room]: 'all' } })).toBe('message');
    expect(call({ threadOnly: true }, { level: 'all' })).toBeNull();
    expect(call({ threadOnly: true, mention: true })).toBe('mention');
  });
});

describe('one is not told of', () => {
  const everything: Partial<NotificationSettings> = { level: 'all', keywords: ['kettle'] };
  const loud: Partial<Said> = { mention: true, direct: true };

  it('what calls upon nobody', () => {
    expect(call({})).toBeNull();
  });

  it.each<
    [string, Partial<Said>, Partial<NotificationSettings>, { inFront?: boolean; busy?: boolean; minute?: number }]
  >([
    ['one’s own messages', { own: true }, {}, {}],
    ['what somebody says whom one ignores', { ignored: true }, {}, {}],
    ['anything in the room that is in front', {}, {}, { inFront: true }],
    ['anything while one is busy there', {}, {}, { busy: true }],
    ['anything in a muted room', {}, { rooms: { [room]: 'none' } }, {}],
    ['anything where nothing is wanted', {}, { level: 'none' }, {}],
    ['anything when it is switched off', {}, { on: false }, {}],
    ['anything while one is not to be disturbed', {}, { quiet: true }, {}],
    ['anything in the quiet hours', {}, { quietHours: true, quietFrom: 11 * 60, quietTo: 13 * 60 }, {}],
    ['anything in the night', {}, { quietHours: true }, { minute: 30 }],
  ])('%s', (_what, said, settings, around) => {
    expect(call({ ...loud, ...said }, { ...everything, ...settings }, around)).toBeNull();
  });
});

test('a room’s own level comes first, and nothing is nothing for two as well', () => {
  const settings = notificationSettings.parse({ level: 'none', rooms: { [room]: 'mentions' } });
  expect(levelOf(settings, room, false)).toBe('mentions');
  expect(levelOf(settings, room, true)).toBe('mentions');
  expect(levelOf({ ...settings, rooms: {} }, room, true)).toBe('none');
  expect(levelOf({ ...settings, level: 'mentions', rooms: {} }, room, true)).toBe('all');
});

test.each([
  [22 * 60, 7 * 60, 22 * 60, true],
  [22 * 60, 7 * 60, 0, true],
  [22 * 60, 7 * 60, 7 * 60 - 1, true],
  [22 * 60, 7 * 60, 7 * 60, false],
  [22 * 60, 7 * 60, 22 * 60 - 1, false],
  [12 * 60, 13 * 60, 12 * 60, true],
  [12 * 60, 13 * 60, 13 * 60, false],
  [0, 0, 700, true],
])('quiet from minute %i to %i, at %i: %s', (quietFrom, quietTo, minute, quiet) => {
  const hours = notificationSettings.parse({ quietHours: true, quietFrom, quietTo });
  expect(isQuiet(hours, minute)).toBe(quiet);
  expect(isQuiet({ ...hours, quietHours: false }, minute)).toBe(false);
});

test.each([
  ['Deploy is done', 'deploy', true],
  ['DEPLOY!', 'deploy', true],
  ['redeployed', 'deploy', false],
  ['deployé', 'deploy', false],
  ['die STRASSE', 'straße', true],
  ['learn c++ now', 'c++', true],
  ['two words here', 'two words', true],
  ['undeploy, then deploy', 'deploy', true],
  ['私は東京です', '東京', true],
  ['anything', ' ', false],
])('"%s" says "%s": %s', (text, keyword, says) => {
  expect(saysKeyword(text, [keyword])).toBe(says);
});
