import type { Page } from 'playwright';
import type { Installation } from './electron-app.ts';

/** Milliseconds that a page may take to answer anything at all. */
const PATIENCE_MS = 5_000;
/** Seconds of CPU in that time from which on its code keeps it busy: what moves on the screen takes less. */
const BUSY = 1;

/** Seconds of CPU that the app's pages have taken. */
function pagesCpu(app: Installation): Promise<number> {
  return app.inMain(({ app }) =>
    app
      .getAppMetrics()
      .filter(({ type }) => type === 'Tab')
      .reduce((sum, { cpu }) => sum + (cpu.cumulativeCPUUsage ?? NaN), 0),
  );
}

/**
 * Throws if a page answers nothing any more, and says whether it is busy or has stopped.
 *
 * Chromium 130 without a graphics card stops for good in about two starts of a hundred, where one enters one's first room,
 * and once did so twice in a row: its main thread waits on a condition that has no timeout (as gdb shows), and neither
 * Playwright nor another debugger gets an answer. A test that met this is run again, as `vitest.config.ts` says; one whose
 * page is kept busy by its own code is not.
 */
export async function checkAnswers(app: Installation, page: Page): Promise<void> {
  const before = await pagesCpu(app);
  const answered = page.evaluate(() => true).catch(() => true);
  const late = new Promise<false>((done) => setTimeout(done, PATIENCE_MS, false));
  if (await Promise.race([answered, late])) return;
  const busy = !((await pagesCpu(app)) - before < BUSY);
  throw new Error(busy ? 'the page is busy and answers nothing' : 'the page has stopped for good');
}
