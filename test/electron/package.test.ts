import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { chromium } from 'playwright';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { appCommand, freePort, introduce, message, noElectron, root, say, switchOn } from '../support/electron-app.ts';
import { afterThisTest, tempDir } from '../support/host.ts';
import { until } from '../support/wait.ts';

const why = noElectron === '' && process.platform !== 'linux' ? 'what is checked is the package for Linux' : noElectron;

/** Packages the app with the Electron that the tests run, which saves the download. Gives the app's folder. */
async function build(): Promise<string> {
  const output = tempDir();
  const electronDist = dirname(appCommand('').program);
  const cli = join(dirname(createRequire(import.meta.url).resolve('electron-builder/package.json')), 'cli.js');
  const options = { electronDist, electronVersion: electronVersion(electronDist), 'directories.output': output };
  const args = Object.entries(options).map(([name, value]) => `-c.${name}=${value}`);
  const builder = spawn(process.execPath, [cli, '--dir', '--publish', 'never', ...args], { cwd: root });
  let said = '';
  for (const stream of [builder.stdout, builder.stderr]) stream.on('data', (data: Buffer) => (said += data.toString()));
  const [code] = (await once(builder, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`electron-builder ended with ${String(code)}: ${said}`);
  return join(output, 'linux-unpacked');
}

/** The official one has its version beside it; the name of the other one's folder tells it. */
function electronVersion(dist: string): string {
  const file = join(dist, 'version');
  const version = existsSync(file) ? readFileSync(file, 'utf8') : /electron-(\d+\.\d+\.\d+)/.exec(dist)?.[1];
  if (version === undefined) throw new Error(`which Electron is in ${dist}?`);
  return version.trim().replace(/^v/, '');
}

/** Starts the packaged app and gives the address of its debugger: the fuses let in Chromium's, not Node's. */
async function startPackaged(app: string, profile: string): Promise<string> {
  const { args, env } = appCommand(profile);
  const options = ['--remote-debugging-port=0', ...args.slice(1)];
  const parley = spawn(join(app, 'parley'), options, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  afterThisTest(async () => {
    if (parley.exitCode !== null) return;
    parley.kill();
    await once(parley, 'exit');
  });
  for await (const line of createInterface({ input: parley.stderr })) {
    const url = /^DevTools listening on (ws:.*)$/.exec(line)?.[1];
    if (url === undefined) continue;
    parley.stderr.resume();
    // Attached to a page in the middle of its first navigation, Playwright waits for ever.
    await until(() => isLoaded(new URL(url).host), 20_000, 'the page is loaded');
    return url;
  }
  throw new Error('the packaged app ended');
}

const targets = z.array(z.object({ type: z.string(), url: z.string(), title: z.string() }));

async function isLoaded(debuggerAt: string): Promise<boolean> {
  const list = targets.parse(await (await fetch(`http://${debuggerAt}/json/list`)).json());
  return list.some(({ type, url, title }) => type === 'page' && url === 'app://parley/' && title === 'Parley');
}

describe.skipIf(why !== '')(`the packaged app ${why}`, () => {
  it('holds what it needs and nothing else, and runs', async () => {
    const app = await build();
    const files = listPackage(join(app, 'resources/app.asar'), { isPack: false }).map((path) =>
      path.replace(/^\//, ''),
    );
    expect(files).toEqual(expect.arrayContaining(['package.json', 'out/main/main.js', 'out/main/engine.js']));
    expect(files).toEqual(expect.arrayContaining(['out/preload/preload.cjs', 'out/renderer/index.html']));
    expect([...new Set(files.map((path) => path.split('/')[0]))].toSorted()).toEqual([
      'node_modules',
      'out',
      'package.json',
    ]);
    expect(files.filter((path) => /^node_modules\/[^/]+$/.test(path))).toEqual(['node_modules/better-sqlite3']);
    expect(files.filter((path) => path.endsWith('.map'))).toEqual([]);
    const addons = files.filter((path) => path.endsWith('.node'));
    expect(addons).toHaveLength(1);
    for (const addon of addons) expect(existsSync(join(app, 'resources/app.asar.unpacked', addon))).toBe(true);

    // Point 19 of Electron's security guide, read back from the program itself. "1" is on, "0" off.
    const wire = await getCurrentFuseWire(join(app, 'parley'));
    const fuse = (option: FuseV1Options): string => String.fromCharCode(Number(wire[option]));
    expect({
      runAsNode: fuse(FuseV1Options.RunAsNode),
      nodeOptions: fuse(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
      nodeCliInspect: fuse(FuseV1Options.EnableNodeCliInspectArguments),
      fileProtocol: fuse(FuseV1Options.GrantFileProtocolExtraPrivileges),
      onlyAsar: fuse(FuseV1Options.OnlyLoadAppFromAsar),
      asarIntegrity: fuse(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
      cookies: fuse(FuseV1Options.EnableCookieEncryption),
    }).toEqual({
      runAsNode: '0',
      nodeOptions: '0',
      nodeCliInspect: '0',
      fileProtocol: '0',
      onlyAsar: '1',
      asarIntegrity: '1',
      cookies: '1',
    });

    const profile = tempDir();
    const settings = { hosting: { port: await freePort(), name: 'Packaged' } };
    writeFileSync(join(profile, 'settings.json'), JSON.stringify(settings));
    const browser = await chromium.connectOverCDP(await startPackaged(app, profile));
    const context = browser.contexts()[0];
    const page = context?.pages()[0] ?? (await context?.waitForEvent('page'));
    if (!page) throw new Error('the packaged app shows no page');
    await introduce(page, 'Ada');
    await switchOn(page);
    await page.keyboard.press('Escape');
    await say(page, 'Out of the box.');
    await message(page, 'Out of the box.').getByText('Waiting to be sent').waitFor({ state: 'detached' });
    await browser.close();
  });
});
