/**
 * Turns messages/*.json into src-shared/messages/, which git does not know: `npm run messages`. Building, checking and
 * testing do it of themselves when a message has changed.
 */
import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cacheDir, ensureMessages, messagesDir, root } from './prepare.mjs';

/** What a locale file becomes: functions with types, which ask the window for its language and the network for nothing. */
export const compilerOptions = {
  project: join(root, 'project.inlang'),
  outdir: messagesDir,
  strategy: /** @type {('globalVariable' | 'baseLocale')[]} */ (['globalVariable', 'baseLocale']),
  outputStructure: /** @type {const} */ ('locale-modules'),
  isServer: 'false',
  disableAsyncLocalStorage: true,
  emitTsDeclarations: true,
  emitReadme: false,
  emitGitIgnore: false,
  emitPrettierIgnore: false,
};

/** Made elsewhere and put in place whole, for whoever reads them meanwhile. */
async function makeMessages() {
  const { compile } = await import('@inlang/paraglide-js');
  const outdir = join(cacheDir, `messages-${process.pid}`);
  await compile({ ...compilerOptions, outdir });
  cpSync(outdir, messagesDir, { recursive: true });
  rmSync(outdir, { recursive: true });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv.includes('--make')) await makeMessages();
  // npm runs this after every install, also after one without what is needed for building.
  else if (existsSync(join(root, 'node_modules', '@inlang', 'paraglide-js'))) ensureMessages();
}
