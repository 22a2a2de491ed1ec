import { describe, expect, test } from 'vitest';
import { defaultHostName } from '../../../../src-main/shell/computer.ts';
import { checkedLink, deepLinkIn } from '../../../../src-main/shell/link-rules.ts';
import { isOwnUrl } from '../../../../src-main/shell/origin.ts';
import { CONTENT_POLICY } from '../../../../src-shared/protocol/content-policy.ts';
import { developmentPolicy, fileFor, mediaType } from '../../../../src-main/shell/pages.ts';
import { quitQuestion } from '../../../../src-main/shell/quit-question.ts';
import { isReachable } from '../../../../src-main/shell/window-state.ts';

describe('links', () => {
  test.each([
    ['https://example.org/a?b#c', 'https://example.org/a?b#c'],
    ['HTTP://EXAMPLE.ORG', 'http://example.org/'],
    ['mailto:ada@example.org', 'mailto:ada@example.org'],
    ['https://example.org/"; rm -rf ~', 'https://example.org/%22;%20rm%20-rf%20~'],
  ])('%s is opened', (link, opened) => expect(checkedLink(link)).toBe(opened));

  test.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,x',
    'ms-msdt:/id',
    'smb://server/share',
    'app://parley/',
    '\\\\server\\share',
    'example.org',
    '',
    `https://example.org/${'x'.repeat(2_048)}`,
    `https://example.org/${'ü'.repeat(2_000)}`,
  ])('%s is not', (link) => expect(() => checkedLink(link)).toThrow());
});

describe("the app's own pages", () => {
  test.each(['app://parley/', 'app://parley/index.html#x'])('%s is one', (url) =>
    expect(isOwnUrl(url, null)).toBe(true),
  );

  test.each([
    'app://other/',
    'http://parley/',
    'https://parley/',
    'about:blank',
    'file:///app',
    '',
    'app://parley.evil/',
  ])('%s is none', (url) => expect(isOwnUrl(url, null)).toBe(false));

  test('during development they come from the development server alone', () => {
    expect(isOwnUrl('http://localhost:5173/src', 'http://localhost:5173')).toBe(true);
    expect(isOwnUrl('http://localhost:5174/', 'http://localhost:5173')).toBe(false);
    expect(isOwnUrl('app://parley/', 'http://localhost:5173')).toBe(false);
  });
});

describe('the file behind a URL', () => {
  test.each([
    ['app://parley/', '/ui/index.html'],
    ['app://parley/assets/a.js?x#y', '/ui/assets/a.js'],
    ['app://parley/../../etc/passwd', '/ui/etc/passwd'],
  ])('%s is %s', (url, file) => expect(fileFor('/ui', url)).toBe(file));

  test.each([
    'app://parley/..%2f..%2fetc/passwd',
    'app://parley/%2e%2e%2fsecret',
    'app://parley/..%5c..%5csecret',
    'app://parley/a%00.html',
    'app://parley/%zz',
    'app://other/index.html',
    'http://parley/index.html',
  ])('%s is none', (url) => expect(fileFor('/ui', url)).toBeNull());

  test('has a media type that browsers obey', () => {
    expect(mediaType('/ui/a.JS')).toBe('text/javascript; charset=utf-8');
    expect(mediaType('/ui/a.exe')).toBe('application/octet-stream');
  });
});

test('no policy lets code in from elsewhere', () => {
  expect(CONTENT_POLICY).not.toMatch(/unsafe|\*|http/);
  const policy = developmentPolicy('http://localhost:5173');
  expect(policy).toContain("connect-src 'self' ws://localhost:5173;");
  expect(policy).not.toContain('unsafe-eval');
});

test('a window is put back only where one can get hold of it', () => {
  const screens = [{ x: 0, y: 0, width: 1_920, height: 1_080 }];
  const window = { x: 100, y: 100, width: 800, height: 600 };
  expect(isReachable(window, screens)).toBe(true);
  expect(isReachable({ ...window, x: 1_900 }, screens)).toBe(false);
  expect(isReachable({ ...window, y: -400 }, screens)).toBe(false);
  expect(isReachable({ ...window, x: 2_500 }, screens)).toBe(false);
});

test('a host has a name whatever the computer is called', () => {
  expect(defaultHostName('ada-laptop')).toBe('ada-laptop');
  expect(defaultHostName('')).toBe('Parley');
  expect(defaultHostName('x'.repeat(200))).toBe('Parley');
});

test('quitting is asked about only if someone would lose the connection', () => {
  const on = {
    state: 'on' as const,
    id: 'host-a',
    name: 'Office',
    port: 9292,
    fingerprint: 'f',
    localUrl: '',
    addresses: [],
    dataDir: '',
    others: 3,
    guests: false,
    advertised: true,
  };
  expect(quitQuestion({ type: 'hosting', status: { state: 'off' } })).toBeNull();
  expect(quitQuestion({ type: 'hosting', status: { ...on, others: 0 } })).toBeNull();
  expect(quitQuestion({ type: 'hosting', status: { ...on, others: 1 } })?.message).toBe(
    'One person is connected to “Office”.',
  );
  expect(quitQuestion({ type: 'hosting', status: { ...on, others: 2 } })?.message).toBe(
    '2 people are connected to “Office”.',
  );
});

describe('the link on a command line', () => {
  test.each([
    [['parley', 'parley://office.local/'], 'parley://office.local/'],
    [['parley', '--hidden', '--', 'PARLEY://office.local/'], 'PARLEY://office.local/'],
    [['parley', 'parley://a/', 'parley://b/'], 'parley://b/'],
    [['parley'], null],
    [['parley://program'], null],
    [['parley', '--open=parley://office.local/'], null],
    [['parley', 'https://office.local/'], null],
    [['parley', `parley://${'x'.repeat(3_000)}`], null],
  ])('of %j is %s', (args, link) => {
    expect(deepLinkIn(args)).toBe(link);
  });
});
