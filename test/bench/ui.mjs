/** `npm run bench:ui`: finds the Electron that the tests run and a display, then measures. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, nodeBinary, root, say, toolEnv } from '../../src-main/prepare.mjs';
import { startDisplay } from '../support/display.mjs';
import { testElectron } from '../support/electron.mjs';

ensureInstalled();
ensureBuilt();
const electron = await testElectron();
say(electron.line);
if (!('sqliteBinding' in electron)) process.exit(1);
const screen = process.platform === 'linux' ? await startDisplay() : undefined;
const env = toolEnv({
  PARLEY_ELECTRON: electron.path,
  PARLEY_ELECTRON_SQLITE_BINDING: electron.sqliteBinding,
  ...(screen ? { DISPLAY: screen.display } : {}),
});
const child = spawn(nodeBinary, [join(root, 'test/bench/ui.ts'), ...process.argv.slice(2)], { env, stdio: 'inherit' });
child.on('exit', (code) => {
  screen?.stop();
  process.exit(code ?? 1);
});
