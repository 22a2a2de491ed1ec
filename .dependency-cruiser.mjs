/** The layer rules of "How it is built" in the README. test/unit/layers.test.ts proves that each of them bites. */

const builtin = { dependencyTypes: ['core'] };

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'Two modules that need each other are one module, or need a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'shared-imports-itself',
      comment: 'src-shared runs anywhere: nothing outside itself but zod, @noble and a list of characters.',
      severity: 'error',
      from: { path: '^src-shared/' },
      to: { pathNot: ['^src-shared/', '(^|/)node_modules/(zod|@noble/[^/]+|unhomoglyph)/'] },
    },
    {
      name: 'renderer-knows-the-protocol-only',
      comment: 'The page also runs in a browser: it reaches the rest of the product through src-shared.',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { path: '^(src-main|test)/' },
    },
    {
      name: 'renderer-has-no-node',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: builtin,
    },
    {
      name: 'renderer-has-no-electron',
      severity: 'error',
      from: { path: '^src-renderer/' },
      to: { path: '(^|/)node_modules/electron/|^electron($|/)' },
    },
    {
      name: 'engine-has-no-electron',
      comment: 'host, store and engine also run headless, under plain Node.',
      severity: 'error',
      from: { path: '^src-main/(host|store|engine)/|^src-main/cli\\.ts$' },
      to: { path: '(^|/)node_modules/electron/|^electron($|/)' },
    },
    {
      name: 'engine-has-no-shell',
      severity: 'error',
      from: { path: '^src-main/(host|store|engine)/|^src-main/cli\\.ts$' },
      to: { path: '^src-main/(shell/|main\\.ts$|preload\\.ts$)' },
    },
    {
      name: 'main-does-not-know-the-page',
      severity: 'error',
      from: { path: '^src-main/' },
      to: { path: '^(src-renderer|test)/' },
    },
    {
      name: 'store-does-not-know-the-host',
      severity: 'error',
      from: { path: '^src-main/store/' },
      to: { path: '^src-main/(host|engine)/' },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^electron($|/)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Types bind layers together as much as values do.
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    // Programs of their own, plain JavaScript, that start the rest; and what one of them makes of messages/*.json.
    exclude: { path: '^src-main/(launch|prepare|messages)\\.mjs$|^src-shared/messages/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'import', 'browser', 'default', 'require'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.svelte', '.d.ts'],
    },
  },
};
