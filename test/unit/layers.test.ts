import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { ESLint } from 'eslint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';

const root = resolve(import.meta.dirname, '../..');
const report = z.object({
  summary: z.object({ violations: z.array(z.object({ rule: z.object({ name: z.string() }), from: z.string() })) }),
});

/** A project that breaks every rule once. */
const guilty: Record<string, string> = {
  'src-shared/cycle-a.ts': "import './cycle-b.ts';",
  'src-shared/cycle-b.ts': "import './cycle-a.ts';",
  'src-shared/reads-files.ts': "import 'node:fs';",
  'src-shared/types-of-main.ts': "import type { Host } from '../src-main/host/host.ts'; export type { Host };",
  'src-shared/other-package.ts': "import 'ws';",
  'src-renderer/node.ts': "import 'node:path';",
  'src-renderer/electron.ts': "import 'electron';",
  'src-renderer/Main.svelte': '<script lang="ts">import "../src-main/host/host.ts";</script>',
  'src-main/host/host.ts': 'export interface Host { name: string }',
  'src-main/host/electron.ts': "import 'electron';",
  'src-main/host/shell.ts': "import '../shell/window.ts';",
  'src-main/engine/main.ts': "import 'electron/main';",
  'src-main/store/host.ts': "import '../host/host.ts';",
  'src-main/store/missing.ts': "import './nowhere.ts';",
  'src-main/shell/window.ts': "import '../../src-renderer/node.ts';",
};

/** One that breaks none. */
const innocent: Record<string, string> = {
  'src-shared/schema.ts': "import { z } from 'zod'; import '@noble/curves/ed25519.js'; export const name = z.string();",
  'src-renderer/App.svelte':
    '<script lang="ts">import { name } from "../src-shared/schema.ts"; import "svelte";</script>{name}',
  'src-main/main.ts': "import 'electron'; import './shell/window.ts';",
  'src-main/shell/window.ts': "import 'electron'; import '../../src-shared/schema.ts';",
  'src-main/host/host.ts': "import 'node:net'; import 'ws'; import '../store/store.ts';",
  'src-main/store/store.ts': "import 'better-sqlite3'; import '../../src-shared/schema.ts';",
};

const folders: string[] = [];

function project(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'parley-layers-'));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  for (const name of ['.dependency-cruiser.mjs', 'tsconfig.json', 'package.json'])
    cpSync(join(root, name), join(folder, name));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}

function violations(files: Record<string, string>): string[] {
  const cli = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [cli, '--config', '.dependency-cruiser.mjs', '-T', 'json', 'src-shared', 'src-main', 'src-renderer'];
  const done = spawnSync(process.execPath, args, { cwd: project(files), encoding: 'utf8' });
  const { summary } = report.parse(JSON.parse(done.stdout));
  return summary.violations.map(({ rule, from }) => `${rule.name}: ${from}`).sort();
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('layer rules', () => {
  test('each breach is caught', () => {
    expect(violations(guilty)).toEqual(
      expect.arrayContaining([
        'no-cycles: src-shared/cycle-a.ts',
        'shared-imports-itself: src-shared/reads-files.ts',
        'shared-imports-itself: src-shared/types-of-main.ts',
        'shared-imports-itself: src-shared/other-package.ts',
        'renderer-has-no-node: src-renderer/node.ts',
        'renderer-has-no-electron: src-renderer/electron.ts',
        'renderer-knows-the-protocol-only: src-renderer/Main.svelte',
        'engine-has-no-electron: src-main/host/electron.ts',
        'engine-has-no-electron: src-main/engine/main.ts',
        'engine-has-no-shell: src-main/host/shell.ts',
        'store-does-not-know-the-host: src-main/store/host.ts',
        'no-unresolvable: src-main/store/missing.ts',
        'main-does-not-know-the-page: src-main/shell/window.ts',
      ]),
    );
  });

  test('what is allowed passes', () => {
    expect(violations(innocent)).toEqual([]);
  });
});

describe('rules of one file', () => {
  let eslint: ESLint;
  // Without types, which these rules do not need and which take long.
  beforeAll(() => {
    const withoutTypes = { languageOptions: { parserOptions: { projectService: false, project: null } } };
    const ruleFilter = ({ ruleId }: { ruleId: string }): boolean =>
      /restricted|at-html|max-lines|literal-shown/.test(ruleId);
    eslint = new ESLint({ cwd: root, overrideConfig: [withoutTypes], ruleFilter });
  });

  async function complaints(filePath: string, text: string): Promise<(string | null)[]> {
    const [result] = await eslint.lintText(text, { filePath: join(root, filePath) });
    return result?.messages.map(({ ruleId, message }) => ruleId ?? message) ?? [];
  }

  test.each([
    [
      "import { ipcMain } from 'electron'; ipcMain.on('x', () => 0);",
      'src-main/shell/windows.ts',
      'src-main/shell/ipc.ts',
    ],
    ["import { ipcRenderer } from 'electron'; ipcRenderer.send('x');", 'src-main/main.ts', 'src-main/preload.ts'],
    [
      "import { shell } from 'electron'; void shell.openExternal('x');",
      'src-main/shell/menu.ts',
      'src-main/shell/links.ts',
    ],
    ["socket.write('x');", 'src-main/host/http/rest.ts', 'src-main/host/outlet.ts'],
    ["this.#socket.write('x');", 'src-main/host/rooms.ts', 'src-main/host/fanout.ts'],
    ["peer.ws.send('x');", 'src-main/host/listener.ts', 'src-main/engine/bridge.ts'],
    ['<script lang="ts">let x = "";</script>{@html x}', 'src-renderer/App.svelte', 'src-renderer/lib/Markdown.svelte'],
  ])('%s', async (text, forbidden, allowed) => {
    const inClass = text.includes('#') ? `class X { #socket = y; f() { ${text} } }` : text;
    expect(await complaints(forbidden, inClass)).not.toEqual([]);
    expect(await complaints(allowed, inClass)).toEqual([]);
  });

  const script = (text: string): string => `<script lang="ts">${text}</script>`;
  test.each([
    '<p>Not here</p>',
    '<p>{one ? "Here" : here()}</p>',
    '<p>{`Here ${name}`}</p>',
    '<Field label="Name" />',
    '<button aria-label="Close the {name}"></button>',
    '<input placeholder={one && "Your name"} />',
    '<a {@attach tip("Edited")} href="/">{m.messages_edit()}</a>',
    script('const choices = [{ value: 1, label: "Everything" }];'),
    script('const words = "It could not be opened."; say(words);'),
    script('function word(on: boolean): string { return on ? "Online" : ""; } say(word(true));'),
    script('const word = (): string => "Online"; say(word());'),
    '<p>{5} s</p>',
    '<Banner message="gone" />',
    '<Banner message={on ? "gone" : ""} />',
    '<p>{names.join(" and ")}</p>',
    `${script('const word = on ? "online" : "";')}{word}`,
    `${script('let word = $state("online");')}{word}`,
    `${script('const words = { on: "online", off: m.off() };')}{words[kind]}`,
    `${script('function word(): string { return "online"; }')}{word()}`,
  ])('words in one language only: %s', async (text) => {
    expect(await complaints('src-renderer/App.svelte', text)).toEqual(['parley/no-literal-shown']);
  });

  test('words that are the same in every language, and strings that nobody reads', async () => {
    const shown =
      '<Part kind="quiet" /><h1>Parley</h1><code>from:ada</code><p class="a note">{kind === "bad thing" ? "·" : m.no()}</p>';
    const text = `${script('throw new Error("No such store."); at({ label: "@room" });')}${shown}<style>p { top: 0 }</style>`;
    expect(await complaints('src-renderer/App.svelte', text)).toEqual([]);
  });

  test('a file of more than 250 lines', async () => {
    expect(await complaints('src-shared/domain/long.ts', '\n'.repeat(251))).toEqual(['max-lines']);
  });
});
