import { describe, expect, it } from 'vitest';
import { browserTests, noBrowser, say } from '../support/browser.ts';

/** What a hostile person might send. Each is shown, and none does anything. */
const hostile = [
  '<script>window.hit = 1</script>',
  '<img src=x onerror="window.hit = 1">',
  '<svg><script>window.hit = 1</script></svg>',
  '[click](javascript:window.hit=1)',
  '[click](data:text/html,<script>alert(1)</script>)',
  '[click](vbscript:x) [click](file:///etc/passwd)',
  '![pixel](https://tracker.invalid/pixel.png)',
  '<a href="https://x.invalid" onclick="window.hit = 1">x</a>',
  '<style>*{display:none}</style><iframe src="https://x.invalid"></iframe>',
  '```html"><img src=x onerror=window.hit=1>\n<b>code</b>\n```',
  '[x](https://x.invalid "a\\" onmouseover=\\"window.hit=1")',
  '<https://x.invalid/"onmouseover="window.hit=1>',
];

describe.skipIf(noBrowser !== '')(`what a message may hold ${noBrowser}`, () => {
  const { enter } = browserTests();

  it('is text where it is HTML, links where they are safe, and never a picture from elsewhere', async () => {
    const page = await enter('Mallory');
    const fetched: string[] = [];
    page.on('request', (request) => fetched.push(request.url()));
    for (const text of hostile) await say(page, text);
    await expect.poll(() => page.getByRole('article').count()).toBe(hostile.length);
    const found = await page.evaluate(() => {
      const elements = [...document.querySelectorAll('.markdown *')];
      return {
        tags: [...new Set(elements.map((element) => element.localName))],
        attributes: [...new Set(elements.flatMap((element) => element.getAttributeNames()))],
        hrefs: elements.map((element) => element.getAttribute('href')).filter((href) => href !== null),
        hit: 'hit' in window,
      };
    });
    expect(found.hit).toBe(false);
    for (const tag of ['script', 'img', 'svg', 'style', 'iframe']) expect(found.tags).not.toContain(tag);
    expect(found.attributes.filter((name) => name.startsWith('on') || name === 'style' || name === 'src')).toEqual([]);
    for (const href of found.hrefs) expect(href).toMatch(/^(https?|mailto):/);
    expect(fetched).toEqual([]);
    await page.getByText('<script>window.hit = 1</script>', { exact: true }).first().waitFor();
  });

  it('keeps the numbers of a list, and what is wide can be scrolled by keyboard', async () => {
    const page = await enter('Writer');
    await say(
      page,
      '3. rye\n4. oats\n\n| a | b |\n| --- | --- |\n| c | d |\n\n```js\nlet x;\n```\n\n<https://parley.invalid>',
    );
    const text = page.locator('.markdown').last();
    await text.locator('ol[start="3"]').waitFor();
    expect(await text.locator('.table, pre').evaluateAll((wide) => wide.map((one) => one.tabIndex))).toEqual([0, 0]);
    const link = text.getByRole('link');
    expect([await link.getAttribute('target'), await link.getAttribute('rel')]).toEqual([
      '_blank',
      'noopener noreferrer',
    ]);
    expect(await text.getByRole('button', { name: 'Copy' }).getAttribute('type')).toBe('button');
  });

  it('colours code whose language it knows, copies it, and folds it when it is long', async () => {
    const page = await enter('Coder');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const lines = Array.from({ length: 400 }, (_, i) => `let v${String(i)} = ${String(i)};`).join('\n');
    await say(page, `\`\`\`js\n${lines}\n\`\`\``);
    const block = page.locator('.code').last();
    await block.locator('.hljs-keyword').first().waitFor();
    const folded = await block.evaluate((element) => element.clientHeight);
    await block.getByRole('button', { name: 'Copy' }).click();
    await block.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(lines);
    await block.getByRole('button', { name: 'Show all 400 lines' }).click();
    expect(await block.evaluate((element) => element.clientHeight)).toBeGreaterThan(folded * 5);
  });

  it('marks who is named when they come, and touches no text that does not name them', async () => {
    const page = await enter('Nora');
    await say(page, '@Zoë, `@zoë` and **#general**, not [@zoë](https://x.example) nor #plans');
    await say(page, '@somebody else');
    const [naming, other] = [page.locator('.markdown').nth(-2), page.locator('.markdown').last()];
    await naming
      .locator('[data-room]')
      .filter({ hasText: /^#general$/ })
      .waitFor();
    expect(await naming.locator('.mention').count()).toBe(0);
    const drawn = await other.locator('p').evaluateHandle(({ firstChild }) => firstChild);
    const code = await naming.locator('code').evaluateHandle((element) => element);
    const zoe = await enter('Zoë');
    await naming.locator('.mention').waitFor();
    expect(await naming.locator('.mention').allTextContents()).toEqual(['@Zoë']);
    expect(await zoe.locator('.mention.me').allTextContents()).toEqual(['@Zoë']);
    expect(await drawn.evaluate((text) => text?.isConnected)).toBe(true);
    expect(await code.evaluate((element) => element.isConnected)).toBe(true);
    // What is edited is drawn and marked anew: the arrow key takes up what one said last.
    await page.getByRole('textbox').press('ArrowUp');
    await page.getByRole('textbox').fill('@zoë **indeed**');
    await page.getByRole('textbox').press('Enter');
    await other.locator('.mention', { hasText: '@zoë' }).waitFor();
  });
});
