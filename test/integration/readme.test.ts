import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { runCli } from '../support/child-host.ts';
import { afterThisTest, join as joinHost, tempDir, testHost, texts } from '../support/host.ts';
import { until } from '../support/wait.ts';

const root = resolve(import.meta.dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const manifest = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));

/** The code blocks of a language. */
function blocks(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, code]) => code ?? '');
}

function matches(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, match]) => match ?? ''))].toSorted();
}

/** Runs the one script of a language against a real host, where somebody talks to it. */
async function talkTo(language: string, program: string, file: string): Promise<void> {
  const host = await testHost();
  const [script = ''] = blocks(language);
  expect(script).toContain('127.0.0.1:9292');
  const path = join(tempDir(), file);
  writeFileSync(path, script.replaceAll('127.0.0.1:9292', host.base));
  const bot = spawn(program, [path], { stdio: 'inherit' });
  afterThisTest(async () => {
    if (bot.exitCode !== null) return;
    bot.kill();
    await once(bot, 'exit');
  });
  const { session, room } = await joinHost(host.url, 'Ada');
  await until(() => [...room.online.values()].some(({ name }) => name === 'echo'), 10_000, 'the bot is in the room');
  await session.send(room.id, 'echo hello, wall');
  await until(() => texts(room).includes('hello, wall'), 5_000, 'the bot answers');
  expect(texts(room)).toEqual(['echo hello, wall', 'hello, wall']);
}

/** Debian's packages are for Debian's own Python, which need not be the first one found. */
const python = ['python3', '/usr/bin/python3'].find(
  (name) => spawnSync(name, ['-c', 'import websocket'], { stdio: 'ignore' }).status === 0,
);
const noPython = python === undefined ? 'skipped: no python3 with the websocket-client package' : '';

describe('the README', () => {
  it('shows a script in JavaScript that talks to a room', () => talkTo('js', process.execPath, 'bot.mjs'));

  it.skipIf(noPython !== '')(`shows a script in Python that talks to a room ${noPython}`, () =>
    talkTo('python', python ?? '', 'bot.py'),
  );

  it('names the options of serve, all of them and no others', async () => {
    const { said } = await runCli();
    const table = /^## Without a window$(.*?)^## /ms.exec(readme)?.[1] ?? '';
    expect(matches(table, /^\| `(--[a-z-]+)/gm)).toEqual(matches(said, /(--[a-z-]+)/g));
  });

  it('names commands and pictures that exist', () => {
    const commands = matches(readme, /npm run ([a-z]+(?::[a-z]+)*)/g);
    expect(commands).toContain('serve');
    expect(commands.filter((name) => !(name in manifest.scripts))).toEqual([]);
    const pictures = matches(readme, /!\[[^\]]*\]\(([^)]+)\)/g);
    expect(pictures.filter((path) => path.startsWith('test/electron/screenshots/'))).toHaveLength(3);
    expect(pictures.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('lists requests that a host answers', async () => {
    const { base } = await testHost();
    const section = /^### REST$(.*?)^## /ms.exec(readme)?.[1] ?? '';
    const paths = matches(section, /^\| `GET (\S+)`/gm);
    expect(paths).toHaveLength(5);
    for (const path of paths) {
      const answer = await fetch(`http://${base}${path.replace(':idOrName', 'general').replace('SEQ', '9')}`);
      expect(answer.status, path).toBe(200);
      await answer.text();
    }
  });
});
