import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { ensureMessages } from './src-main/prepare.mjs';

ensureMessages();

// Where windows and network namespaces are at stake, one file after another: only one window has the focus.
const alone = { fileParallelism: false, maxWorkers: 1 };

// State classes (*.svelte.ts), and whatever else only the browser's Svelte can run.
const clientTests = [
  'test/unit/src-renderer/**/*.test.ts',
  'test/unit/renderer/**/*.test.ts',
  'test/unit/**/*.svelte.test.ts',
];

const seconds = (count: number): number => count * 1000;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          exclude: clientTests,
          testTimeout: seconds(20),
          sequence: { groupOrder: 0 },
        },
      },
      {
        plugins: [svelte()],
        resolve: { conditions: ['browser'] },
        test: {
          name: 'unit-renderer',
          include: clientTests,
          environment: './test/support/client-environment.ts',
          testTimeout: seconds(20),
          sequence: { groupOrder: 0 },
          server: { deps: { inline: [/svelte/] } },
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts', 'test/faults/**/*.test.ts', 'test/fuzz/**/*.test.ts'],
          testTimeout: seconds(30),
          hookTimeout: seconds(30),
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          testTimeout: seconds(60),
          hookTimeout: seconds(60),
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'electron',
          include: ['test/electron/**/*.test.ts'],
          testTimeout: seconds(90),
          hookTimeout: seconds(90),
          ...alone,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
