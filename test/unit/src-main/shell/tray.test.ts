import { describe, expect, it, test } from 'vitest';
import { autostartEntry } from '../../../../src-main/shell/autostart.ts';
import { drawMark, drawSign } from '../../../../src-main/shell/drawing.ts';
import { overwriteGetLocale } from '../../../../src-shared/messages/runtime.js';
import { trayMenu, trayTip, type TrayActs, type TrayState } from '../../../../src-main/shell/tray-menu.ts';

describe('the tray’s menu', () => {
  const calls: string[] = [];
  const acts: TrayActs = {
    open: () => calls.push('open'),
    host: (on) => calls.push(`host ${String(on)}`),
    quiet: (on) => calls.push(`quiet ${String(on)}`),
    quit: () => calls.push('quit'),
  };
  const menu = (state: Partial<TrayState> = {}) =>
    trayMenu({ hosting: 'off', quiet: false, unread: 0, ...state }, acts).filter(({ label }) => label !== undefined);

  it('does what it says', () => {
    for (const { click } of menu()) click?.();
    for (const { click } of menu({ hosting: 'on', quiet: true })) click?.();
    const on = ['open', 'host true', 'quiet true', 'quit'];
    expect(calls).toEqual([...on, 'open', 'host false', 'quiet false', 'quit']);
  });

  it('tells whether one hosts, and cannot be pressed half-way', () => {
    const hosting = (state: TrayState['hosting']) => menu({ hosting: state })[1];
    expect(hosting('off')).toMatchObject({ checked: false, enabled: true });
    expect(hosting('on')).toMatchObject({ label: 'Hosting on this network', checked: true, enabled: true });
    expect(hosting('starting')).toMatchObject({ checked: true, enabled: false });
    expect(hosting('failed')).toMatchObject({ label: 'Hosting could not start', checked: false, enabled: true });
  });
});

test('the sign says what waits, and that one hosts, in the person’s language', () => {
  expect(trayTip({ hosting: 'off', quiet: false, unread: 0 })).toBe('Parley');
  expect(trayTip({ hosting: 'on', quiet: false, unread: 3 })).toBe('Parley · 3 unread · hosting');
  overwriteGetLocale(() => 'fr');
  expect(trayTip({ hosting: 'on', quiet: false, unread: 3 })).toBe('Parley · 3 non lus · hébergement actif');
  overwriteGetLocale(() => 'en');
});

describe('the sign in the tray', () => {
  const at = (pixels: Uint8Array, size: number, x: number, y: number): number[] => [
    ...pixels.subarray((y * size + x) * 4, (y * size + x) * 4 + 4),
  ];

  it.each([16, 22, 32, 44])('is drawn in %i pixels: its ground, and a mark when something is unread', (size) => {
    const read = drawSign({ size, unread: false, template: false });
    const unread = drawSign({ size, unread: true, template: false });
    expect(read.length).toBe(size * size * 4);
    const mark: [number, number] = [Math.floor((24.5 / 32) * size), Math.floor((8 / 32) * size)];
    expect(at(unread, size, ...mark)).toEqual([76, 138, 255, 255]);
    expect(at(read, size, ...mark)).not.toEqual(at(unread, size, ...mark));
    expect(at(read, size, Math.floor(size / 2), size - 2)).toEqual([134, 95, 15, 255]);
    expect(at(read, size, 0, 0)[3]).toBeLessThan(128);
  });

  it('is black on nothing where the system gives it its colour', () => {
    const pixels = drawSign({ size: 32, unread: true, template: true });
    for (let i = 0; i < pixels.length; i += 4) expect([...pixels.subarray(i, i + 3)]).toEqual([0, 0, 0]);
    expect(at(pixels, 32, 16, 30)).toEqual([0, 0, 0, 0]);
    expect(at(pixels, 32, 24, 8)[3]).toBe(255);
  });

  it('has a mark of its own for where it lies over another', () => {
    const mark = drawMark(16);
    expect(at(mark, 16, 8, 8)).toEqual([76, 138, 255, 255]);
    expect(at(mark, 16, 0, 0)[3]).toBe(0);
  });
});

describe('the entry that starts Parley at log-in', () => {
  it('names the program and how it is started', () => {
    const lines = autostartEntry(['/opt/Parley/parley', '--hidden']).split('\n');
    expect(lines[0]).toBe('[Desktop Entry]');
    expect(lines).toContain('Exec="/opt/Parley/parley" "--hidden"');
    expect(lines).toContain('Type=Application');
  });

  it.each([
    ['/home/a b/parley', '"/home/a b/parley"'],
    ['/x/100%/p', '"/x/100%%/p"'],
    ['/x/$HOME`id`', '"/x/\\\\$HOME\\\\`id\\\\`"'],
    ['/x/"q"', '"/x/\\\\"q\\\\""'],
    ['/x\\y', '"/x\\\\\\\\y"'],
  ])('takes %s as a path and nothing else', (path, exec) => {
    expect(autostartEntry([path])).toContain(`\nExec=${exec}\n`);
  });
});
