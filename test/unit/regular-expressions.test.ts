import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { leastCpuMs } from '../support/cpu.ts';

const root = resolve(import.meta.dirname, '../..');
/** Long enough to tell what grows with the length from what grows with its square. */
const LENGTH = 4_000;
/** A regular expression takes some microseconds for so much; one whose time is the square of that, hundreds of milliseconds. */
const MOST_MS = 40;

/** Every regular expression written in a file, and where. */
function expressionsIn(path: string): { source: string; flags: string; where: string }[] {
  const text = readFileSync(join(root, path), 'utf8');
  const script = path.endsWith('.svelte') ? (/<script[^>]*>([\s\S]*?)<\/script>/.exec(text)?.[1] ?? '') : text;
  const file = ts.createSourceFile(path, script, ts.ScriptTarget.Latest);
  const found: { source: string; flags: string; where: string }[] = [];
  const look = (node: ts.Node): void => {
    const [, source, flags] = ts.isRegularExpressionLiteral(node) ? (/^\/(.*)\/(\w*)$/s.exec(node.text) ?? []) : [];
    if (source !== undefined) found.push({ source, flags: flags ?? '', where: `${path}: /${source}/` });
    ts.forEachChild(node, look);
  };
  look(file);
  return found;
}

/** What to pump: each character that the expression itself names, and what its classes are made of; alone and in pairs. */
function pieces(source: string): string[] {
  const named = source.match(/[^\\^$.*+?()[\]{}|]/gu) ?? [];
  return [...new Set([...named.slice(0, 12), 'a', '0', ' ', '\n', 'a ', '.a', '-', ':', 'a\u0301'])];
}

/** Texts that begin as the expression wants, go on for long, and end as it does not. */
function attacks(source: string): string[] {
  const begins = ['', source.replaceAll(/\\[a-zA-Z]|[\\^$.*+?()[\]{}|]/g, '').slice(0, 12)];
  return pieces(source).flatMap((piece) =>
    begins.map((begin) => `${begin}${piece.repeat(Math.ceil(LENGTH / piece.length))}\u0000!`),
  );
}

const files = ['src-shared', 'src-renderer', 'src-main'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|mjs|svelte)$/.test(name) && !name.includes('paraglide'))
    .map((name) => join(folder, name)),
);
const expressions = [...new Map(files.flatMap(expressionsIn).map((each) => [each.source + each.flags, each])).values()];

describe('the regular expressions of the app', () => {
  test('are found', () => {
    expect(expressions.length).toBeGreaterThan(30);
  });

  test('are none that a long text holds up', () => {
    const found = expressions.flatMap(({ source, flags, where }) => {
      const expression = new RegExp(source, flags.replace('y', ''));
      const slow = attacks(source).filter((text) => leastCpuMs(() => text.replace(expression, ''), MOST_MS) >= MOST_MS);
      return slow.map((text) => `${where} by ${text.slice(0, 30)}`);
    });
    expect(found).toEqual([]);
  });
});
