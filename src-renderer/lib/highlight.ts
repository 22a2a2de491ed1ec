import hljs from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import go from 'highlight.js/lib/languages/go';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import kotlin from 'highlight.js/lib/languages/kotlin';
import lua from 'highlight.js/lib/languages/lua';
import php from 'highlight.js/lib/languages/php';
import python from 'highlight.js/lib/languages/python';
import ruby from 'highlight.js/lib/languages/ruby';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import swift from 'highlight.js/lib/languages/swift';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';

/** Those not learned yet. The first three have parts of each other in them. */
const unlearned = new Map(
  Object.entries({
    css, javascript, xml, typescript, json, python, bash, java, sql, yaml, c, cpp, csharp, go, rust, php, ruby, swift, kotlin,
    diff, ini, lua,
  }),
); // prettier-ignore
const INTERWOVEN = 3;

/** Learns languages until the one wanted is among them, by one of its names: at the start there are other things to do. */
function learn(wanted: string): void {
  for (const [name, language] of unlearned) {
    if (hljs.listLanguages().length >= INTERWOVEN && hljs.getLanguage(wanted)) return;
    hljs.registerLanguage(name, language);
    unlearned.delete(name);
  }
}

/** Nobody reads longer lines for their colours, and some rules for numbers and names take the square of a line's length. */
const LONG_LINE = /[^\n]{501}/;

/** Code as HTML, coloured where its language was named and is known; guessing is slow and often wrong. */
export function highlight(code: string, language: string): string | null {
  if (language === '') return null;
  learn(language);
  if (!hljs.getLanguage(language) || LONG_LINE.test(code)) return null;
  return hljs.highlight(code, { language, ignoreIllegals: true }).value;
}
