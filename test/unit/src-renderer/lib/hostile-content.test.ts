import { describe, expect, it } from 'vitest';
import {
  DEPTH_MAX,
  ELEMENTS_MAX,
  LISTED_LINES_MAX,
  startSpending,
  VAIN_MAX,
} from '../../../../src-renderer/lib/bounds.ts';
import { safeHref, toHtml } from '../../../../src-renderer/lib/markdown.ts';
import { TEXT_MAX } from '../../../../src-shared/protocol/limits.ts';
import { hostileAddresses, hostileMessages, hostileNames, hostileTopics } from '../../../support/hostile/corpus.ts';
import { leastCpuMs } from '../../../support/cpu.ts';

const WRITTEN =
  /^<\/?(a|blockquote|br|button|code|del|div|em|hr|li|ol|p|pre|span|strong|table|tbody|td|th|thead|tr|ul)(\s[^<>]*)?>$/;
const ATTRIBUTE = /^(class|data-copy|data-more|href|rel|start|tabindex|target|title|type)$/;

/** Every message as HTML, and what that took. */
const shown = hostileMessages.map((text) => {
  let html = '';
  const ms = leastCpuMs(() => (html = toHtml(text)), 100);
  return { text: text.slice(0, 200), html, ms };
});

/** How deep elements lie within each other. */
function depthOf(html: string): number {
  let depth = 0;
  let deepest = 0;
  for (const tag of html.match(/<[^>]*>/g) ?? []) {
    if (/^<(br|hr)/.test(tag)) continue;
    depth += tag.startsWith('</') ? -1 : 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

describe('hostile content', () => {
  it('is several hundred messages, names, topics and addresses, all different', () => {
    expect(hostileMessages.length).toBeGreaterThan(800);
    expect(hostileNames.length).toBeGreaterThan(200);
    expect(hostileTopics.length).toBeGreaterThan(400);
    expect(hostileAddresses.length).toBeGreaterThan(60);
  });

  it('becomes nothing but the tags and attributes that are written on purpose', () => {
    const tags = shown.flatMap(({ text, html }) => (html.match(/<[^>]*>/g) ?? []).map((tag) => ({ text, tag })));
    expect(tags.filter(({ tag }) => !WRITTEN.test(tag))).toEqual([]);
    const attributes = tags.flatMap(({ tag }) =>
      [...tag.matchAll(/\s([^\s"=<>]+)(?:="[^"]*")?/g)].map(([, name = '']) => name),
    );
    expect([...new Set(attributes)].filter((name) => !ATTRIBUTE.test(name))).toEqual([]);
  });

  it('holds no link but to the web and to mail, whatever is written', () => {
    const hrefs = shown.flatMap(({ html }) => [...html.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href));
    expect(hrefs.length).toBeGreaterThan(100);
    expect(hrefs.filter((href) => !/^(https?:\/\/|mailto:)/.test(href))).toEqual([]);
    for (const address of hostileAddresses) {
      const href = safeHref(address);
      if (href !== null) expect(href).toMatch(/^(https?:\/\/[^/]|mailto:)/);
    }
  });

  it('is never nested deeper than people nest, a thousand quotes included', () => {
    // Each level of a list is two elements, and each cell of a table lies in five.
    expect(shown.filter(({ html }) => depthOf(html) > 2 * DEPTH_MAX + 8)).toEqual([]);
    expect(toHtml(`${'> '.repeat(1_000)}end`)).toContain('end');
    expect(toHtml('> a\n> > b')).toBe('<blockquote>\n<p>a</p>\n<blockquote>\n<p>b</p>\n</blockquote>\n</blockquote>\n');
    expect(toHtml('- - a')).toContain('<li><ul>');
  });

  it('is never more elements than are drawn at once', () => {
    expect(shown.filter(({ html }) => (html.match(/<\w/g)?.length ?? 0) > ELEMENTS_MAX)).toEqual([]);
  });

  it('takes less than 100 ms of the processor for each message', () => {
    const slow = shown.filter(({ ms }) => ms >= 100).map(({ text, ms }) => ({ text, ms }));
    expect(slow).toEqual([]);
  });

  it('is marked up as before where it is meant so: the bounds are per message, and far above what anyone writes', () => {
    expect(VAIN_MAX).toBeGreaterThan(5 * TEXT_MAX);
    toHtml('***a '.repeat(1_600));
    expect(toHtml('*a* ~~b~~ [c](https://x.example) **d**')).toContain('<em>a</em> <del>b</del> <a href=');
    const long = Array.from({ length: 200 }, () => '**bold** and *leaning* `code`').join(' ');
    expect(toHtml(long).match(/<strong>/g)).toHaveLength(200);
    const loose = Array.from({ length: 20 }, () => '*open **bold** 2 * 3').join('\n\n');
    expect(toHtml(loose).match(/<strong>/g)).toHaveLength(20);
    startSpending('');
    const list = Array.from({ length: LISTED_LINES_MAX }, () => '- a').join('\n');
    expect(toHtml(list).match(/<li>/g)).toHaveLength(LISTED_LINES_MAX);
    expect(toHtml(`${list}\n- a`)).not.toContain('<li>');
  });
});
