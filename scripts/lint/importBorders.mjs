/**
 * Who may import what, as policies of eslint-plugin-boundaries: everything is allowed that no policy forbids, and of
 * several policies that match the last one wins. test/architecture.test.ts holds each of them to its promise.
 */

/** Each vendor package and the only places that may import it; the rest of the code knows our interface for it. */
const vendorHomes = {
  electron: ['main/shell/**', 'main/application.ts', 'preload/index.ts'],
  'node-llama-cpp': ['main/workers/inference/**'],
  '@huggingface/transformers': ['main/workers/indexing/embedding/**'],
  'onnxruntime-node': ['main/workers/indexing/embedding/**'],
  protobufjs: ['main/workers/indexing/embedding/**'],
  '@lancedb/lancedb': ['main/workers/indexing/store/**'],
  'apache-arrow': ['main/workers/indexing/store/**'],
  officeparser: ['main/workers/indexing/documents/**'],
  'pdfjs-dist': ['main/workers/indexing/documents/**', 'renderer/features/sourceViewer/**'],
  yauzl: ['main/workers/indexing/documents/**'],
  'postal-mime': ['main/workers/indexing/documents/**'],
  chardet: ['main/workers/indexing/documents/**'],
  htmlparser2: ['main/workers/indexing/documents/**'],
  chokidar: ['main/knowledge/**'],
  ignore: ['main/knowledge/**'],
  'better-sqlite3': ['main/storage/sqliteDriver.ts'],
  libsql: ['main/storage/sqliteDriver.ts'],
  'drizzle-orm': ['main/**'],
  'electron-store': ['main/shell/electronSettingsStore.ts'],
  conf: ['main/settings/confSettingsStore.ts'],
  pino: ['main/log/**'],
  'rotating-file-stream': ['main/log/**'],
  'p-queue': ['main/models/downloads/**'],
  'p-retry': ['main/models/downloads/**'],
  commander: ['main/commandLine/**', 'main/cli.ts'],
  zod: ['preload/contract/**', 'main/**', 'renderer/**'],
  react: ['renderer/**'],
  'react-dom': ['renderer/**'],
};

/** Run only on a developer's machine, so the app must not import them. */
const developmentOnly = [
  'playwright',
  'playwright-core',
  '@playwright/test',
  '@axe-core/playwright',
  'vitest',
  'vite',
  'electron-vite',
  'jsdom',
  '@testing-library/*',
  'typescript',
  'eslint',
];

/** The folders of main that hold one domain each. */
const domains =
  'main/{adapters,assistants,comparisons,conversations,feedback,generation,knowledge,models,promptTemplates,settings,training}/**';

/** Files that run as a program of their own in a worker process. */
const workerEntries = ['main/workers/*/entry.ts'];

const vendorPolicies = Object.entries(vendorHomes).flatMap(([source, homes]) => [
  {
    disallow: { to: { module: { source } } },
    message: `Only ${homes.join(' and ')} may import ${source}: use our own interface for it.`,
  },
  { from: { file: { path: homes } }, allow: { to: { module: { source } } } },
]);

/** @type {object[]} */
const folderPolicies = [
  {
    from: { file: { path: 'renderer/**' } },
    disallow: { to: { file: { path: ['main/**', 'preload/*', 'scripts/**', 'test/**'] } } },
    message: 'The renderer knows the main process only through preload/contract.',
  },
  {
    from: { file: { path: 'main/**' } },
    disallow: { to: { file: { path: ['renderer/**', 'preload/*', 'scripts/**', 'test/**'] } } },
    message: 'The main process knows the window only through preload/contract.',
  },
  {
    from: { file: { path: 'preload/*' } },
    disallow: { to: { file: { path: ['main/**', 'renderer/**', 'scripts/**', 'test/**'] } } },
    message: 'Preload knows nothing but preload/contract.',
  },
  {
    from: { file: { path: 'renderer/**' } },
    disallow: { to: { module: { origin: 'core' } } },
    message: 'The renderer runs in a sandbox: there is no Node in it.',
  },
  {
    from: { file: { path: 'preload/**' } },
    disallow: { to: { module: { origin: 'core' } } },
    message: 'Preload and the contract run in a sandbox: there is no Node in them.',
  },
  {
    from: { file: { path: 'preload/contract/**' } },
    disallow: { to: { file: { path: '!preload/contract/**' } } },
    message: 'The contract stands alone, so that every part may import it.',
  },
  {
    from: { file: { path: 'preload/contract/**' } },
    disallow: { to: { module: { origin: 'external' } } },
    message: 'The contract is TypeScript and zod, nothing else.',
  },
  { from: { file: { path: 'preload/contract/**' } }, allow: { to: { module: { source: 'zod' } } } },
  {
    from: { file: { path: '!main/shell/**' } },
    disallow: { to: { file: { path: 'main/shell/**' } } },
    message: 'The shell uses the core, never the other way round: what the core needs of it is handed in.',
  },
  { from: { file: { path: 'main/application.ts' } }, allow: { to: { file: { path: 'main/shell/**' } } } },
  {
    from: { file: { path: workerEntries } },
    disallow: {
      to: {
        file: {
          path: [
            domains,
            'main/{storage,shell,commandLine}/**',
            'main/{core,services,cli,index,application,events}.ts',
          ],
        },
      },
    },
    message: 'A worker speaks its protocol and imports no service.',
  },
  {
    from: { file: { path: [domains, 'main/{storage,workers,log}/**'] } },
    disallow: { to: { file: { path: 'main/{core,services,cli,index,application}.ts' } } },
    message: 'Services are put together in services.ts and do not know it.',
  },
];

/** Options of `boundaries/dependencies` for the code of the app itself. */
export const importBorders = {
  default: 'allow',
  // Packages and Node's own modules too.
  checkAllOrigins: true,
  policies: [
    ...vendorPolicies,
    {
      disallow: { to: { module: { source: developmentOnly } } },
      message: 'This package is a development tool: it is not there when the app runs.',
    },
    ...folderPolicies,
  ],
};
