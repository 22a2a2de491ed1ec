import axe, { type AxeResults, type RunOptions } from 'axe-core';
import type { Page } from 'playwright';

/** Looks, and what is asked of each: everything of the first, of the others that text stands out. */
const LOOKS = [
  { theme: 'light', contrast: 'usual', rule: null },
  { theme: 'dark', contrast: 'usual', rule: 'color-contrast' },
];
const CONTRAST = ['light', 'dark'].map((theme) => ({ theme, contrast: 'more', rule: 'color-contrast-enhanced' }));

interface Wanted {
  part: string;
  looks: { theme: string; contrast: string; rule: string | null }[];
}
type Axe = { run: (part: string, options: RunOptions) => Promise<AxeResults> };

/** Runs in the page: shows it in each look in turn, and tells what is wrong with it. */
async function judge({ part, looks }: Wanted): Promise<string[]> {
  const { axe } = window as unknown as { axe: Axe };
  // What is beside it has no part in it, and axe would measure all of it each time.
  const beside: HTMLElement[] = [];
  for (let at = document.querySelector(part); at && at !== document.documentElement; at = at.parentElement)
    for (const other of at.parentElement?.children ?? [])
      if (other !== at && other instanceof HTMLElement && other.style.display === '') beside.push(other);
  for (const other of beside) other.style.display = 'none';
  const found: string[] = [];
  for (const { theme, contrast, rule } of looks) {
    Object.assign(document.documentElement.dataset, { theme, contrast });
    const rules = rule === null ? {} : { runOnly: [rule] };
    const { violations } = await axe.run(part, { preload: false, resultTypes: ['violations'], ...rules });
    for (const { id, nodes } of violations)
      for (const { html, any } of nodes)
        found.push(`${theme} ${contrast}: ${id}: ${html.slice(0, 160)} ${any[0]?.message ?? ''}`);
  }
  Object.assign(document.documentElement.dataset, { theme: 'light', contrast: 'usual' });
  for (const other of beside) other.style.display = '';
  return found;
}

/** Has axe judge one screen after the other, each in every look while it is open. */
export class Looker {
  readonly found: string[] = [];
  #turn = 0;

  /** Looks at a page, or at the part of it that is new; in high contrast light and dark take turns. */
  readonly look = async (page: Page, name: string, part = 'html'): Promise<void> => {
    if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
    this.#turn += 1;
    const looks = [...LOOKS, ...CONTRAST.slice(this.#turn % 2, (this.#turn % 2) + 1)];
    for (const what of await page.evaluate(judge, { part, looks })) this.found.push(`${name}, ${what}`);
  };
}
