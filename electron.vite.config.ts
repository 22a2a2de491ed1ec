import { resolve } from 'node:path';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import type { Plugin } from 'vite';
import { compilerOptions } from './src-main/messages.mjs';
import { ensureMessages } from './src-main/prepare.mjs';

const at = (path: string): string => resolve(import.meta.dirname, path);

// Named here because electron-vite would take them from the newest Electron, while the tests may have to run on Electron 33
// and the headless host on any Node from 20.
const nodeTarget = 'node20.18';

// Optional accelerators of ws, which looks for them and does without.
const absent = ['bufferutil', 'utf-8-validate'];

ensureMessages();

/** The window reads the texts of the one language it speaks. */
const oneLanguage: Plugin = {
  name: 'one-language',
  enforce: 'pre',
  resolveId: (source) => (source.endsWith('/src-shared/messages/messages.js') ? at('src-renderer/lib/texts.ts') : null),
};

/** What the first script asks for is asked for together with it. */
const preloaded: Plugin = {
  name: 'preloaded',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle = {} }) =>
      Object.values(bundle).flatMap((file) =>
        file.type === 'chunk' && ['window', 'registry'].includes(file.name)
          ? [
              {
                tag: 'link',
                attrs: { rel: 'modulepreload', crossorigin: true, href: `./${file.fileName}` },
                injectTo: 'head',
              },
            ]
          : [],
      ),
  },
};

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
      oneLanguage,
      preloaded,
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
      // In few pieces it is there at once: it comes from the disk, or over the local network.
      chunkSizeWarningLimit: 1_000,
      cssCodeSplit: false,
      modulePreload: false,
      rolldownOptions: {
        input: at('src-renderer/index.html'),
        // For one emoji in it V8 would keep all of the code in two bytes a character, and read it longer at each start.
        output: { charset: 'ascii' },
        // What only a host needs of the protocol is not made in the page: each of its schemas costs time at every start.
        treeshake: {
          manualPureFunctions: ['z'],
          moduleSideEffects: [{ test: /src-shared.protocol/, sideEffects: false }],
        },
      },
    },
  },
}));
