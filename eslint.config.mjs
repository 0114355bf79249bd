import boundaries from 'eslint-plugin-boundaries';
import { createNodeResolver, importX } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { importBorders } from './scripts/lint/importBorders.mjs';

const extensions = ['.ts', '.tsx', '.mjs', '.js'];
const sources = (folder) => [`${folder}/**/*.{ts,tsx}`];
const tests = ['**/*.test.{ts,tsx,mjs}', 'test/**'];

const typescript = {
  extends: [tseslint.configs.strictTypeChecked],
  languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
  linterOptions: { reportUnusedDisableDirectives: 'error' },
  rules: {
    // A function that only passes a call on may be written in one line.
    '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
    // Handing a promise to a listener or a JSX attribute is fine: what is in it answers for its own failures.
    '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
    // Our interfaces are implemented by closures and by classes with private fields; neither fails silently unbound.
    '@typescript-eslint/unbound-method': 'off',
  },
};

const importRules = {
  plugins: { boundaries, 'import-x': importX },
  settings: {
    'boundaries/root-path': import.meta.dirname,
    'boundaries/dependency-nodes': ['import', 'dynamic-import', 'export', 'require'],
    // The policies go by path; the plugin only wants to know which files it is for.
    'boundaries/files': [{ category: 'source', pattern: '**/*' }],
    'import/resolver': { node: { extensions } },
    'import-x/extensions': extensions,
    'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
    'import-x/resolver-next': [createNodeResolver({ extensions })],
  },
  rules: { 'import-x/no-cycle': ['error', { ignoreExternal: true }] },
};

const domNames = ['window', 'document', 'navigator', 'localStorage', 'sessionStorage', 'location', 'alert'];
const noDom = ['error', ...domNames.map((name) => ({ name, message: 'There is no page here.' }))];

/** Names that only one file may touch, by syntax rather than by import. */
const ipcMain = {
  selector: ':matches(ImportSpecifier[imported.name="ipcMain"], MemberExpression[property.name="ipcMain"])',
  message: 'Only main/shell/ipcRouter.ts uses ipcMain: it checks every sender and every payload.',
};
const windowLoam = {
  selector: 'MemberExpression[object.name=/^(window|globalThis|self)$/][property.name=/^loam(Files)?$/]',
  message: 'Only renderer/api.ts touches window.loam and window.loamFiles: use the api.',
};
const rawHtml = {
  selector:
    ':matches(JSXAttribute[name.name="dangerouslySetInnerHTML"], MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML)$/])',
  message: 'Text never becomes markup: build elements.',
};

export default defineConfig(
  globalIgnores(['out', 'dist', 'node_modules', 'test-results', 'playwright-report', 'models', '.setup']),
  typescript,
  importRules,
  {
    files: [...sources('main'), ...sources('preload'), ...sources('renderer')],
    ignores: tests,
    rules: { 'boundaries/dependencies': ['error', importBorders], 'no-console': 'error' },
  },
  {
    files: [...sources('main'), ...sources('preload/contract')],
    rules: { 'no-restricted-globals': noDom },
  },
  {
    files: sources('main'),
    ignores: ['main/shell/ipcRouter.ts'],
    rules: { 'no-restricted-syntax': ['error', ipcMain] },
  },
  {
    files: sources('renderer'),
    extends: [reactHooks.configs.flat.recommended],
    rules: {
      // Tells what the React compiler would skip; we do not use it.
      'react-hooks/incompatible-library': 'off',
      'no-restricted-syntax': ['error', windowLoam, rawHtml],
    },
  },
  { files: ['renderer/api.ts'], rules: { 'no-restricted-syntax': ['error', rawHtml] } },
  // What came out of JSON or a page has no type; a test that reads it wrong fails by itself.
  {
    files: tests,
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  // electron-vite still reads the bundler's options by their former name.
  { files: ['*.config.ts'], rules: { '@typescript-eslint/no-deprecated': 'off' } },
  { files: ['**/*.mjs'], extends: [tseslint.configs.disableTypeChecked] },
);
