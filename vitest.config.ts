import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { ensureMessages } from './src-main/prepare.mjs';

ensureMessages();

// State classes (*.svelte.ts), and whatever else only the browser's Svelte can run.
const clientTests = [
  'test/unit/src-renderer/**/*.test.ts',
  'test/unit/renderer/**/*.test.ts',
  'test/unit/**/*.svelte.test.ts',
];

const seconds = (count: number): number => count * 1000;

export default defineConfig({
  test: {
    // A condition that never comes true fails the test; one that is late on a busy machine does not.
    expect: { poll: { timeout: seconds(15) } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          // What runs without a socket, a file or a page leaves nothing behind for the next file.
          isolate: false,
          include: ['test/unit/**/*.test.ts'],
          exclude: clientTests,
          testTimeout: seconds(20),
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        plugins: [svelte()],
        resolve: { conditions: ['browser'] },
        test: {
          name: 'unit-renderer',
          isolate: false,
          include: clientTests,
          environment: './test/support/client-environment.ts',
          testTimeout: seconds(20),
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
          server: { deps: { inline: [/svelte/] } },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts', 'test/faults/**/*.test.ts', 'test/fuzz/**/*.test.ts'],
          testTimeout: seconds(30),
          hookTimeout: seconds(30),
          // They wait more than they work.
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
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
        extends: true,
        test: {
          name: 'electron',
          include: ['test/electron/**/*.test.ts'],
          testTimeout: seconds(90),
          hookTimeout: seconds(90),
          // As many as there are displays: only one window on each has the focus.
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
          // Not for failures of the product: `test/support/stopped-page.ts` says when.
          retry: { count: 3, condition: /^the page has stopped for good$/ },
        },
      },
    ],
  },
});
