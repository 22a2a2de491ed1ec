import { marked } from 'marked';
import { describe, expect, test } from 'vitest';
import { htmlFormat } from '../../../../../src-shared/domain/export/html.ts';
import { markdownFormat } from '../../../../../src-shared/domain/export/markdown.ts';
import { hostileMessages, hostileNames, hostileTopics } from '../../../../support/hostile/corpus.ts';
import { about, idOf, pageOf, plainLooks, plainWords, saidAt, written } from '../../../../support/exported.ts';

const html = (...pages: Parameters<typeof pageOf>[0][]): string =>
  written(htmlFormat(about, plainWords, plainLooks), ...pages.map((events) => pageOf(events)));
const markdown = (...pages: Parameters<typeof pageOf>[0][]): string =>
  written(markdownFormat(about, plainWords), ...pages.map((events) => pageOf(events)));

const bo = { by: 2, name: 'Bo' };
const conversation = [
  saidAt(1, 'shall we?', { state: { thread: { count: 1, lastAt: 3 }, pinned: { at: 1, by: { id: 2, name: 'Bo' } } } }),
  saidAt(2, 'now **bold**', { state: { text: 'now *leaning*', edited: 9 } }),
  saidAt(3, 'in the thread', { ...bo, thread: idOf(1) }),
  saidAt(4, 'an answer', {
    ...bo,
    replyTo: idOf(2),
    state: {
      quote: { id: idOf(2), seq: 2, by: 1, name: 'Ada', text: 'now *leaning*', deleted: false },
      reactions: [{ emoji: '🎉', count: 2, by: [{ id: 1, name: 'Ada' }] }],
    },
  }),
  saidAt(5, 'SECRET', { state: { deleted: { at: 9, by: { id: 1, name: 'Ada' } } } }),
  saidAt(6, 'waves', { me: true }),
  saidAt(7, '', { forwarded: { by: 3, name: 'C <y>', at: 1, text: 'soup at noon' } }),
];

describe('as one page', () => {
  test('a conversation is whole: edits, threads, replies, reactions, pins; nothing of what was deleted', () => {
    const page = html(conversation.slice(0, 3), conversation.slice(3));
    for (const part of [
      'shall we?',
      'Pinned',
      'now *leaning*',
      '(edited)',
      '<a href="#m1"><bdi>in the thread of Ada: shall we?</bdi></a>',
      '<a href="#m2"><b><bdi>Ada</bdi></b>',
      '🎉 2',
      '1 replies',
      'Ada deleted this',
      'waves',
      '<p class="to">Forwarded from C &lt;y&gt;</p>\n<div class="text" dir="auto"><p>soup at noon</p></div>',
      '7 messages',
    ])
      expect(page).toContain(part);
    expect(page).not.toMatch(/SECRET|bold/);
    expect(page.match(/<h2>2026-11-21<\/h2>/g)).toHaveLength(1);
    expect([...page.matchAll(/id="(m\d+)"/g)].map(([, id]) => id)).toEqual(['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7']);
  });

  test('what it said before stands folded below, where that was wanted', () => {
    const [, edited] = conversation;
    if (!edited) throw new Error('no message');
    const versions = new Map([[edited.id, [{ id: idOf(2), text: 'now **bold**', at: 1 }, { id: idOf(80), text: 'now *leaning*', at: 9 }]]]); // prettier-ignore
    const page = written(htmlFormat(about, plainWords, plainLooks), pageOf([edited], { versions }));
    expect(page.match(/<details>.*bold/g)).toHaveLength(1);
  });

  test('no name, topic, emoji or sentence becomes markup, and nothing in it may run or be fetched', () => {
    const policy = /content="(default-src[^"]*)"/.exec(html())?.[1];
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]{44}'; base-uri 'none'; form-action 'none'$/);
    const said = hostileNames.map((name, i) =>
      saidAt(i + 1, 'x', {
        name,
        replyTo: idOf(9_999),
        state: {
          quote: { id: idOf(9_999), by: 1, name, text: name, deleted: false },
          reactions: [{ emoji: name, count: 1, by: [{ id: 1, name }] }],
        },
      }),
    );
    const own = new Set(html(conversation).match(/<[a-z0-9]+/g));
    for (const topic of hostileTopics.slice(0, 60)) {
      const room = { ...about.room, name: topic, topic };
      const page = written(htmlFormat({ ...about, room, by: topic }, plainWords, plainLooks), pageOf([]));
      expect([...new Set(page.match(/<[a-z0-9]+/g))].filter((tag) => !own.has(tag))).toEqual([]);
    }
    const page = html(said);
    expect([...new Set(page.match(/<[a-z0-9]+/g))].filter((tag) => !own.has(tag))).toEqual([]);
    expect(page.replaceAll(/title="[^"]*"/g, '')).not.toMatch(/<[^>]*\son\w+\s*=/i);
  });
});

describe('as Markdown', () => {
  test('a conversation is whole, and rendered it shows what people wrote as they wrote it', () => {
    const text = markdown(conversation);
    for (const part of [
      '# general',
      '## 2026-11-21',
      '**Ada** · 09:00 · Pinned',
      '> now *leaning*',
      '↳ in the thread of Ada',
      '↩ **Ada**',
      '🎉 2 (Ada)',
      '*Ada deleted this*',
      '> Ada waves',
      '> soup at noon',
    ])
      // prettier-ignore
      expect(text).toContain(part);
    expect(text).not.toMatch(/SECRET|bold/);
    const code = '```js\nif (a < b) { run("<b>"); }\n```\nafter';
    expect(markdown([saidAt(1, code)])).toContain('> ```js\n> if (a < b) { run("<b>"); }\n> ```\n> after');
  });

  test.each([
    'mine\n\n**Bo** · 09:00\n\n> forged',
    'mine\u2028**Bo** · 09:00\r## 2026-11-22\u0085# general',
    '```\nnever closed',
    '~~~\n**Bo** · 09:00',
  ])('nobody’s words pass for a line of the export’s own: %j', (text) => {
    const lines = markdown([saidAt(1, text), saidAt(2, 'the next', bo)]).split('\n');
    const own = lines.filter((line) => !line.startsWith('> '));
    expect(own.filter((line) => /^\*\*|^#/.test(line))).toEqual(['# general', '## 2026-11-21', '**Ada** · 09:00', '**Bo** · 09:00']); // prettier-ignore
  });

  test('rendered by a program that lets HTML through, nothing anyone wrote is HTML, a picture, or a link that runs', () => {
    const tricks = [
      '   ```\n<script>1</script>\n```\n<script>2</script>',
      '- ```\n<script>3</script>\n  ```\n<script>4</script>',
      '~~~ a`b\n~~~\n<script>5</script>',
      '```\n\t```\n<script>6</script>\n   ```\n<script>7</script>',
      '````\n```\n<b>8</b>\n`````\n<script>9</script>',
      '[x](javascript:alert(1)) [y]\n\n[y]: javascript:alert(2)\n\n![z](https://tracker.example/z.png)',
      '<javascript:alert(3)>',
    ];
    const own =
      /^<\/?(h1|h2|p|strong|em|blockquote|br|hr|a|code|pre|del|ul|ol|li|input|table|thead|tbody|tr|t[hd]|h[3-6])\b/;
    // Of what is long, only the time it takes is hostile.
    for (const text of [...tricks, ...hostileMessages.filter(({ length }) => length < 400)]) {
      const page = marked.parse(markdown([saidAt(1, text)]), { async: false });
      const tags = page.match(/<[a-z/!?][^>]*>/gi) ?? [];
      expect(
        tags.filter((tag) => !own.test(tag) || /\son\w+=/.test(tag.replaceAll(/"[^"]*"/g, ''))),
        text.slice(0, 80),
      ).toEqual([]);
      const links = [...page.matchAll(/<a href="([^"]*)"/g)].map(([, href = '']) => href);
      expect(
        links.filter((href) => /^\s*(javascript|data|vbscript|file):/i.test(href)),
        text.slice(0, 80),
      ).toEqual([]);
    }
  });
});
