import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { MIN_SIZE } from './window-size.ts';
import { report } from '../engine/report.ts';

const bounds = z.object({
  x: z.int(),
  y: z.int(),
  width: z.int().min(MIN_SIZE.width).max(20_000),
  height: z.int().min(MIN_SIZE.height).max(20_000),
});
export type Bounds = z.infer<typeof bounds>;

const windowState = z.object({ bounds, maximized: z.boolean() });
export type WindowState = z.infer<typeof windowState>;

/** Reads where the window was; null if it was nowhere yet, or if what was kept makes no sense. */
export function readWindowState(path: string): WindowState | null {
  try {
    return windowState.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // Missing at the first start; broken, it is worth no more than a window in the usual place.
    return null;
  }
}

/** Keeps where the window is. Losing it costs nothing, so a failure is only logged. */
export function writeWindowState(path: string, state: WindowState): void {
  try {
    writeFileSync(path, JSON.stringify(state));
  } catch (error) {
    report('the window state cannot be kept', error);
  }
}

/** Whether enough of a window would be on one of the screens to get hold of it. */
export function isReachable(window: Bounds, screens: readonly Bounds[]): boolean {
  return screens.some((screen) => {
    const width = Math.min(window.x + window.width, screen.x + screen.width) - Math.max(window.x, screen.x);
    const top = window.y - screen.y;
    return width >= 100 && top >= -10 && top <= screen.height - 50;
  });
}
