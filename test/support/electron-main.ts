import { randomUUID } from 'node:crypto';
import type { ElectronApplication } from 'playwright';

/** In Playwright's words, what became of an answer that is lost. */
const LOST = 'Resulting promise was garbage collected';
/** Up to three answers were lost in a row. */
const ATTEMPTS = 10;

interface Answers {
  parleyAnswers?: Map<string, unknown>;
}

/** Sees only its arguments and the main process' globals; both what it is given and what it answers must be fit for JSON. */
export type InMain<Answer, Given> = (
  electron: typeof Electron.CrossProcessExports,
  given: Given,
) => Answer | Promise<Answer>;

/**
 * Runs a function in the app's main process, once, and gives its answer.
 *
 * Electron 33 loses about one answer in 5,000: V8 collects the promise that the inspector waits for (27 of 132,327 calls,
 * each in a garbage collection). So the main process keeps the answer until it has arrived, and a lost one is asked for again.
 */
export async function inMain<Answer, Given>(
  app: ElectronApplication,
  act: InMain<Answer, Given>,
  given?: Given,
): Promise<Answer> {
  const call = { id: randomUUID() as string, act: String(act), given: JSON.stringify(given ?? null) };
  const once = (electron: typeof Electron.CrossProcessExports, { id, act, given }: typeof call): unknown => {
    const answers = ((globalThis as Answers).parleyAnswers ??= new Map());
    if (!answers.has(id)) {
      // A function goes to another process as its source only.
      const run = eval(`(${act})`) as InMain<unknown, unknown>;
      answers.set(id, run(electron, JSON.parse(given)));
    }
    return answers.get(id);
  };
  for (let attempt = 1; ; attempt++)
    try {
      return (await app.evaluate(once, call)) as Answer;
    } catch (error) {
      if (attempt === ATTEMPTS || !String(error).includes(LOST)) throw error;
    }
}
