import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** The rules that hold the house together; what else a snippet does wrong is of no interest here. */
const architectureRules = [
  'boundaries/dependencies',
  'import-x/no-cycle',
  'no-console',
  'no-restricted-globals',
  'no-restricted-syntax',
];

// The snippets are in no TypeScript project, so the rules that need types stay out.
const eslint = new ESLint({ cwd: root, overrideConfig: [tseslint.configs.disableTypeChecked] });

/** What the project's own configuration says about this text if it stood in this file. */
async function refusals(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: resolve(root, file) });
  const messages = result?.messages ?? [];
  const fatal = messages.find((message) => message.fatal);
  if (fatal) throw new Error(`${file}: ${fatal.message}`);
  return messages.flatMap(({ ruleId }) => (ruleId && architectureRules.includes(ruleId) ? [ruleId] : []));
}

function expectRealTarget(file: string, target: string): void {
  if (!target.startsWith('.')) return;
  const path = resolve(root, file, '..', target);
  const exists = ['.ts', '.tsx', '/index.ts', '.mjs'].some((extension) => existsSync(path + extension));
  expect(exists, `${target} as seen from ${file} must be a real file, or the rule sees nothing`).toBe(true);
}

const refusedImports: [why: string, file: string, target: string][] = [
  ['the core runs without Electron', 'main/generation/x.ts', 'electron'],
  ['the core runs without Electron', 'main/core.ts', 'electron'],
  ['the core runs without Electron', 'main/workers/x.ts', 'electron'],
  ['the terminal runs without Electron', 'main/cli.ts', 'electron'],
  ['the page has no Electron', 'renderer/features/chat/x.tsx', 'electron'],
  ['the contract is neutral', 'preload/contract/x.ts', 'electron'],
  ['the engine stays in its worker', 'main/models/x.ts', 'node-llama-cpp'],
  ['the engine stays in its worker', 'main/generation/x.ts', 'node-llama-cpp'],
  ['the engine stays out of the shell', 'main/shell/x.ts', 'node-llama-cpp'],
  ['embedding stays in its worker', 'main/knowledge/x.ts', '@huggingface/transformers'],
  ['embedding has one folder', 'main/workers/indexing/store/x.ts', 'onnxruntime-node'],
  ['the vector store stays in its worker', 'main/knowledge/x.ts', '@lancedb/lancedb'],
  ['parsers stay in their worker', 'main/knowledge/x.ts', 'officeparser'],
  ['parsers have one folder', 'main/workers/indexing/passages/x.ts', 'yauzl'],
  ['the page parses no documents', 'renderer/x.ts', 'pdfjs-dist'],
  ['watching is the business of knowledge', 'main/models/x.ts', 'chokidar'],
  ['SQLite has one driver file', 'main/storage/openDatabase.ts', 'better-sqlite3'],
  ['SQLite has one driver file', 'main/conversations/x.ts', 'libsql'],
  ['settings have one desktop file', 'main/settings/x.ts', 'electron-store'],
  ['settings have one terminal file', 'main/settings/settingsService.ts', 'conf'],
  ['the log has one home', 'main/generation/x.ts', 'pino'],
  ['the command line has one home', 'main/core.ts', 'commander'],
  ['rows are the business of main', 'renderer/x.ts', 'drizzle-orm'],
  ['rows are the business of main', 'renderer/x.ts', 'drizzle-orm/sqlite-core'],
  ['React belongs to the page', 'main/core.ts', 'react'],
  ['Playwright is for tests', 'main/shell/x.ts', '@playwright/test'],
  ['Playwright is for tests', 'renderer/x.ts', 'playwright'],
  ['test tools are for tests', 'renderer/x.tsx', '@testing-library/react'],
  ['the page does not reach into main', 'renderer/x.ts', '../main/clock'],
  ['the page does not reach into main', 'renderer/features/chat/x.tsx', '../../../main/clock'],
  ['the page does not reach into preload', 'renderer/x.ts', '../preload/bridge'],
  ['main does not reach into the page', 'main/core.ts', '../renderer/api'],
  ['main does not reach into preload', 'main/shell/x.ts', '../../preload/bridge'],
  ['preload does not reach into main', 'preload/index.ts', '../main/clock'],
  ['preload does not reach into the page', 'preload/x.ts', '../renderer/api'],
  ['the contract stands alone', 'preload/contract/x.ts', '../bridge'],
  ['the contract stands alone', 'preload/contract/x.ts', '../../main/clock'],
  ['there is no Node in the contract', 'preload/contract/x.ts', 'node:fs'],
  ['there is no Node in the contract', 'preload/contract/x.ts', 'crypto'],
  ['the contract is zod alone', 'preload/contract/x.ts', 'react'],
  ['there is no Node in preload', 'preload/index.ts', 'node:fs'],
  ['there is no Node in the page', 'renderer/x.ts', 'node:path'],
  ['domains do not know the shell', 'main/conversations/x.ts', '../shell/appScheme'],
  ['the core does not know the shell', 'main/core.ts', './shell/appScheme'],
  ['the terminal does not know the shell', 'main/cli.ts', './shell/appScheme'],
  ['a worker imports no service', 'main/workers/inference/entry.ts', '../../generation/generationService'],
  ['a worker imports no storage', 'main/workers/inference/entry.ts', '../../storage/openDatabase'],
  ['a worker imports no core', 'main/workers/inference/entry.ts', '../../core'],
  ['a service does not know who composes it', 'main/generation/x.ts', '../core'],
  ['the app does not import its scripts', 'main/core.ts', '../scripts/setup/electronRuntime'],
  ['the app does not import its tests', 'renderer/x.ts', '../test/fixtures/traversalUrls'],
];

const allowedImports: [file: string, target: string][] = [
  ['main/shell/x.ts', 'electron'],
  ['main/application.ts', 'electron'],
  ['preload/index.ts', 'electron'],
  ['main/workers/inference/x.ts', 'node-llama-cpp'],
  ['main/workers/indexing/embedding/x.ts', '@huggingface/transformers'],
  ['main/workers/indexing/store/x.ts', '@lancedb/lancedb'],
  ['main/workers/indexing/documents/x.ts', 'officeparser'],
  ['renderer/features/sourceViewer/x.ts', 'pdfjs-dist'],
  ['main/knowledge/x.ts', 'chokidar'],
  ['main/storage/sqliteDriver.ts', 'better-sqlite3'],
  ['main/storage/sqliteDriver.ts', 'libsql'],
  ['main/shell/electronSettingsStore.ts', 'electron-store'],
  ['main/settings/confSettingsStore.ts', 'conf'],
  ['main/conversations/x.ts', 'drizzle-orm'],
  ['main/conversations/x.ts', 'drizzle-orm/sqlite-core'],
  ['main/conversations/x.ts', 'node:crypto'],
  ['main/conversations/x.ts', 'zod'],
  ['main/conversations/x.ts', '../storage/openDatabase'],
  ['main/conversations/x.ts', '../assistants/assistantService'],
  ['main/conversations/x.ts', '../../preload/contract/index'],
  ['main/shell/x.ts', '../core'],
  ['main/shell/x.ts', './appScheme'],
  ['main/application.ts', './shell/appScheme'],
  ['preload/index.ts', './bridge'],
  ['preload/bridge.ts', './contract/memberNames'],
  ['preload/contract/x.ts', './members'],
  ['preload/contract/x.ts', 'zod'],
  ['renderer/x.tsx', 'react'],
  ['renderer/x.ts', '../preload/contract/errors'],
  ['renderer/x.ts', './api'],
  ['main/shell/x.test.ts', 'vitest'],
  ['main/shell/x.test.ts', '../../test/fixtures/traversalUrls'],
  ['renderer/x.test.tsx', '@testing-library/react'],
  ['test/e2e/x.spec.ts', '@playwright/test'],
];

/** Each way to name another module must be held to the same rule. */
const importForms: [name: string, write: (target: string) => string][] = [
  ['import', (target) => `import * as x from '${target}';\nexport const y = x;\n`],
  ['import type', (target) => `import type * as x from '${target}';\nexport type Y = typeof x;\n`],
  ['import()', (target) => `export const x = () => import('${target}');\n`],
  ['export from', (target) => `export * from '${target}';\n`],
];

describe('import borders', () => {
  it.each(refusedImports)('%s: %s may not import %s', async (_why, file, target) => {
    expectRealTarget(file, target);
    for (const [name, write] of importForms) {
      expect(await refusals(file, write(target)), name).toContain('boundaries/dependencies');
    }
  });

  it.each(allowedImports)('%s may import %s', async (file, target) => {
    expectRealTarget(file, target);
    for (const [name, write] of importForms) {
      expect(await refusals(file, write(target)), name).not.toContain('boundaries/dependencies');
    }
  });

  it('no circle of imports', async () => {
    // settingsFileStore imports settingsStore already.
    const circle =
      "export { settingsFileStore } from './settingsFileStore';\nexport interface SettingsStore { a: 1 }\n";
    expect(await refusals('main/settings/parseSettings.ts', circle)).toEqual([]);
    const back = "import { openDatabase } from './openDatabase';\nexport const x = openDatabase;\n";
    expect(await refusals('main/storage/database.ts', back)).toContain('import-x/no-cycle');
  });
});

describe('names that one file keeps to itself', () => {
  it.each([
    ['main/shell/menu.ts', "import { ipcMain } from 'electron';\nipcMain.on('x', () => undefined);\n"],
    ['main/shell/menu.ts', "import * as electron from 'electron';\nelectron.ipcMain.handle('x', () => 1);\n"],
    ['renderer/features/chat/x.ts', 'void window.loam.models.list({});\n'],
    ['renderer/features/chat/x.ts', 'void globalThis.loam.models.list({});\n'],
    ['renderer/x.tsx', 'export const x = <p dangerouslySetInnerHTML={{ __html: "" }} />;\n'],
    ['renderer/x.ts', 'export const x = (e: Element) => (e.innerHTML = "");\n'],
    ['renderer/x.ts', 'export const x = (e: Element) => e.insertAdjacentHTML("beforeend", "");\n'],
  ])('%s: %j is refused', async (file, code) => {
    expect(await refusals(file, code)).toContain('no-restricted-syntax');
  });

  it.each([
    ['main/shell/ipcRouter.ts', "import { ipcMain } from 'electron';\nipcMain.handle('x', () => 1);\n"],
    ['renderer/api.ts', 'void window.loam.models.list({});\n'],
  ])('%s: %j is allowed', async (file, code) => {
    expect(await refusals(file, code)).toEqual([]);
  });

  it.each(['main/core.ts', 'main/shell/menu.ts', 'preload/contract/members.ts'])(
    'the page is not there in %s',
    async (file) => {
      expect(await refusals(file, 'export const x = document.title;\n')).toContain('no-restricted-globals');
      expect(await refusals(file, 'export const x = window.innerWidth;\n')).toContain(
        'no-restricted-globals',
      );
    },
  );

  it('nothing but the terminal and the scripts prints', async () => {
    const code = "console.log('x');\n";
    expect(await refusals('main/core.ts', code)).toEqual(['no-console']);
    expect(await refusals('renderer/x.ts', code)).toEqual(['no-console']);
    expect(await refusals('preload/index.ts', code)).toEqual(['no-console']);
    expect(await refusals('scripts/start.mjs', code)).toEqual([]);
  });
});
