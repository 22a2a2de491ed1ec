import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import { noFunctionShown, noLiteralShown } from './eslint.rules.js';
import svelteConfig from './svelte.config.js';

const rawIpc = {
  name: 'electron',
  importNames: ['ipcMain', 'ipcRenderer'],
  message:
    'Raw IPC only in src-main/shell/ipc.ts and src-main/preload.ts, where senders are checked and arguments parsed.',
};
const openExternal = {
  selector: "MemberExpression[property.name='openExternal']",
  message: 'Links are opened in src-main/shell/links.ts only, where their scheme is looked at.',
};
const socketNamed = "[object.type='Identifier'][object.name=/^(socket|ws)$/]";
const socketMember = '[object.property.name=/^(socket|ws)$/]';
const socketWrites = [socketNamed, socketMember].map((object) => ({
  selector: `CallExpression > MemberExpression.callee[property.name=/^(write|send)$/]${object}`,
  message: 'Sockets are written to in the fan-out and connection files only: elsewhere a slow reader goes unnoticed.',
}));
const socketWriters = [
  'src-main/host/outlet.ts',
  'src-main/host/fanout.ts',
  'src-main/host/session/connection.ts',
  'src-main/host/chat/*.ts',
  'src-main/engine/bridge.ts',
  'src-main/engine/connection.ts',
  'src-main/engine/mdns/socket.ts',
];

export default ts.config(
  {
    ignores: [
      'out/',
      'dist/',
      '.cache/',
      'test-results/',
      'node_modules/',
      'test/unit/fixtures/',
      'src-shared/messages/',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      'no-empty': 'error',
      // What is printed for programs goes to process.stdout; warnings and errors are for people.
      'no-console': ['error', { allow: ['warn', 'error'] }],
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Electron's factories (fromWebContents, getFocusedWindow) do return instances.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'svelte/no-at-html-tags': 'error',
      // The page has no routes of a framework.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      globals: globals.browser,
      parserOptions: { parser: ts.parser, svelteConfig },
    },
    rules: {
      // $props() and $state() are declared with let by Svelte's own rule for it, svelte/prefer-const.
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { excludedRunes: ['$props', '$derived', '$state'] }],
      // TypeScript checks names, and knows the runes.
      'no-undef': 'off',
    },
  },
  {
    files: ['src-renderer/**/*.{ts,svelte}', 'src-main/shell/*.ts'],
    plugins: { parley: { rules: { 'no-function-shown': noFunctionShown, 'no-literal-shown': noLiteralShown } } },
    rules: { 'parley/no-literal-shown': 'error' },
  },
  {
    // To this linter every component and what it hands to a callback is any; svelte-check knows better.
    files: ['**/*.svelte'],
    rules: {
      'parley/no-function-shown': 'error',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  { files: ['src-renderer/lib/Markdown.svelte'], rules: { 'svelte/no-at-html-tags': 'off' } },
  {
    files: ['src-*/**/*.{ts,svelte}'],
    rules: { 'max-lines': ['error', 250], '@typescript-eslint/no-restricted-imports': ['error', { paths: [rawIpc] }] },
  },
  {
    files: ['src-main/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', openExternal, ...socketWrites],
      'no-restricted-globals': ['error', 'window', 'document', 'localStorage', 'sessionStorage'],
    },
  },
  {
    files: ['src-main/shell/ipc.ts', 'src-main/preload.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': 'off' },
  },
  { files: ['src-main/preload.ts'], rules: { 'no-restricted-globals': 'off' } },
  { files: ['src-main/shell/links.ts'], rules: { 'no-restricted-syntax': ['error', ...socketWrites] } },
  { files: socketWriters, rules: { 'no-restricted-syntax': ['error', openExternal] } },
  // Test doubles are asynchronous because what they stand in for is; benches report on the console.
  { files: ['test/**/*.ts'], rules: { '@typescript-eslint/require-await': 'off', 'no-console': 'off' } },
  {
    files: ['**/*.{js,mjs,cjs}'],
    ...ts.configs.disableTypeChecked,
    languageOptions: { globals: globals.node, ...ts.configs.disableTypeChecked.languageOptions },
  },
  { files: ['test/**/*.mjs'], rules: { 'no-console': 'off' } },
);
