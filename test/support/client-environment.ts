import type { Environment } from 'vitest/runtime';

/**
 * Node without a page, but with modules resolved and Svelte compiled as for the browser: enough for state classes, whose
 * effects do not run in Svelte's server build.
 */
const environment: Environment = {
  name: 'client',
  viteEnvironment: 'client',
  setup: () => ({ teardown: () => undefined }),
};

export default environment;
