/**
 * Starts the app for Playwright. Attached to a page in the middle of its first navigation, Playwright waits for ever, so
 * its own loader holds the app's ready event back until it is connected. It loads that only into an Electron that it
 * found itself, hence this.
 */
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const root = resolve(import.meta.dirname, '../../..');
const require = createRequire(join(root, 'package.json'));
const manifest = require('./package.json');
const playwright = dirname(createRequire(require.resolve('playwright')).resolve('playwright-core/package.json'));

require(join(playwright, 'lib/server/electron/loader.js'));
app.setVersion(manifest.version);
app.setAppPath(root);
await import(pathToFileURL(join(root, manifest.main)).href);
