import { TEXT_MAX } from '../../../src-shared/protocol/limits.ts';

/** Texts as long as a message may be, of what parsers, sanitisers and page layout find hardest. */

/** As much of a piece as fits into a message. */
function filled(piece: string, size = TEXT_MAX): string {
  return piece.repeat(Math.max(1, Math.floor(size / piece.length)));
}

/** What begins something in Markdown, or looks as if. */
const PIECES = [
  '>', '> ', '>\n', '- ', '  - ', '1. ', '* ', '*a ', '**', '_', '__a ', '~', '~~', '`', '`a', '[', '![', '[a](', '[[]', '](',
  '[a]: x\n', '<', '<a ', '<!--', '<a href="', '&', '&#', '|', '| - |\n', 'a|b\n-|-\n', '\n', '\\', '"', "'", '(', ')', '.',
  '@', '@a', '@ada ', 'www.', 'https://a.', 'a@b.', '-', '=', '==\n', '# ', '\t', '  \n', '    a\n', 'a\u0301', '\u200d', '<b>',
  '$', '/*', '- a\n', '> a\n', '***a', 'a**', '*a**', '_a_*', '[ ] ', '- [ ] ',
]; // prettier-ignore

const alone = PIECES.map((piece) => filled(piece));
/** Each with another one, so that what begins with one is looked for behind the other. */
const paired = PIECES.map((piece, i) => filled(piece + (PIECES[(i * 7 + 11) % PIECES.length] ?? '')));
const halves = PIECES.map(
  (piece, i) => filled(piece, TEXT_MAX / 2) + filled(PIECES[(i * 5 + 3) % PIECES.length] ?? '', TEXT_MAX / 2),
);

/** The worst found by trying some ten thousand combinations. */
export const worst: readonly string[] = [
  '&***a', '>***a', '>__a ', '_\u200d', "'***a", '~/*', '*a _', '*a -', 'a:**', '_\u0301', '- a\n-', 'a**_', '*a**_', '- a\n==\n$',
  '_a_**a ', '~(', '* ![', '[[][', '\n\n\u200d', '&~~', '- www.', '[a]: x\n_', '- > a\n', '  - [a]: x\n|', 'a.b.*a**', '***a~~',
].map((piece) => filled(piece)); // prettier-ignore

const nested = [
  `${'> '.repeat(1_000)}a`,
  `${'>'.repeat(1_000)} a`,
  Array.from({ length: 120 }, (_, depth) => `${'>'.repeat(depth)} a`).join('\n'),
  Array.from({ length: 120 }, (_, depth) => `${' '.repeat(depth)}- a`).join('\n'),
  `${'- '.repeat(3_990)}a`,
  `${'- > '.repeat(1_990)}a`,
  `${'1. '.repeat(2_600)}a`,
  `${'*a '.repeat(1_300)}${'*'.repeat(1_300)}`,
  `${'**a '.repeat(900)}${' a**'.repeat(900)}`,
  `${'['.repeat(1_000)}a${'](https://x.invalid)'.repeat(300)}`,
  `${'!['.repeat(1_000)}a${']()'.repeat(1_000)}`,
  `${'<b>'.repeat(1_300)}${'</b>'.repeat(1_000)}`,
  `${'* '.repeat(2_000)}${'| - |\n'.repeat(660)}`,
  `${'  - '.repeat(1_000)}${'==\n'.repeat(1_300)}`,
];

const tables = [
  `|${'a|'.repeat(1_000)}\n|${'-|'.repeat(1_000)}\n${`|${'a|'.repeat(1_000)}\n`.repeat(2)}`,
  `|a|\n|-|\n${'|a|\n'.repeat(1_990)}`,
  `${'|'.repeat(500)}\n${'|-'.repeat(500)}\n${'|\n'.repeat(3_000)}`,
  `|${'a|'.repeat(60)}\n|${'-|'.repeat(60)}\n${`${'|'.repeat(60)}\n`.repeat(125)}`,
  `a|b\n-|-\n${'\\|'.repeat(3_900)}`,
  `|a|\n|-|\n|${'**a** '.repeat(1_300)}|`,
];

/** Languages that are coloured, with text as long as a message of what their rules look ahead for. */
const LANGUAGES =
  'bash c cpp csharp css diff go ini java javascript json kotlin lua php python ruby rust sql swift typescript xml yaml';
const CODE = [
  '"',
  '/*',
  '<',
  '(',
  'a(',
  '[[',
  '$(',
  '@a',
  '0x',
  '1_',
  "r'",
  '<a ',
  '{',
  'a:',
  'a.',
  '#{',
  '\\',
  'a<',
  '- ',
  '=>',
];

const code = LANGUAGES.split(' ').flatMap((language, i) =>
  [0, 1, 2, 3].map((turn) => {
    const piece = CODE[(i * 3 + turn * 5) % CODE.length] ?? '';
    // On one line, and on lines that are just short enough to be coloured.
    const line = turn % 2 === 0 ? filled(piece, TEXT_MAX - 40) : `${filled(piece, 490)}\n`.repeat(16);
    return `\`\`\`${language}\n${line}!\n\`\`\``;
  }),
);

export const heavy: readonly string[] = [...alone, ...paired, ...halves, ...worst, ...nested, ...tables, ...code];
