import { resolve } from 'node:path';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { compilerOptions } from './src-main/messages.mjs';
import { ensureMessages } from './src-main/prepare.mjs';

const at = (path: string): string => resolve(import.meta.dirname, path);

// Named here because electron-vite would take them from the newest Electron, while the tests may have to run on Electron 33
// and the headless host on any Node from 20.
const nodeTarget = 'node20.18';

// Optional accelerators of ws, which looks for them and does without.
const absent = ['bufferutil', 'utf-8-validate'];

ensureMessages();

export default defineConfig(({ command }) => ({
  main: {
    build: {
      outDir: at('out/main'),
      target: nodeTarget,
      externalizeDeps: false,
      sourcemap: true,
      rolldownOptions: {
        external: ['better-sqlite3', ...absent],
        input: { main: at('src-main/main.ts'), engine: at('src-main/engine/engine.ts'), cli: at('src-main/cli.ts') },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: at('out/preload'),
      target: nodeTarget,
      externalizeDeps: false,
      rolldownOptions: {
        input: { preload: at('src-main/preload.ts') },
        // A sandboxed preload script can be CommonJS only.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src-renderer'),
    plugins: [
      svelte({ configFile: at('svelte.config.js') }),
      // During development a changed message is seen at once.
      ...(command === 'serve' ? [paraglideVitePlugin(compilerOptions)] : []),
    ],
    build: {
      outDir: at('out/renderer'),
      // Not one Chrome's: guests open the same page in whatever browser they have.
      target: 'es2022',
      cssTarget: ['chrome130', 'safari17', 'firefox128'],
      // The content security policy allows neither data: addresses nor inline scripts.
      assetsInlineLimit: 0,
      minify: true,
      // In one piece it is there at once: it comes from the disk, or over the local network.
      chunkSizeWarningLimit: 1_500,
      rolldownOptions: { input: at('src-renderer/index.html') },
    },
  },
}));
