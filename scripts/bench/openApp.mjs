import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron } from '@playwright/test';
import { electronRuntime } from '../setup/electronRuntime.mjs';
import { electronSwitches } from '../setup/electronSwitches.mjs';
import { playwrightLoaderSwitches } from './playwrightLoader.mjs';
import { projectRoot } from './report.mjs';

const launchPatienceMs = 60_000;
const closePatienceMs = 8_000;

/**
 * @typedef {object} OpenedApp
 * @property {import('@playwright/test').ElectronApplication} app
 * @property {() => Promise<void>} close Ends it; kills it when it does not end by itself.
 */

/**
 * @param {string} purpose Part of the folder's name.
 * @returns {string} A fresh folder in the system's place for temporary files.
 */
export function makeTemporaryFolder(purpose) {
  return mkdtempSync(path.join(os.tmpdir(), `loam-${purpose}-`));
}

/** @param {string} folder */
export function removeFolder(folder) {
  // A browser that was just ended may still be closing files.
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/**
 * @param {Record<string, string>} changes
 * @returns {Record<string, string>} This process's environment with these changes, without what would make Electron a
 *   plain Node.
 */
export function appEnvironment(changes) {
  const environment = { ...process.env, ...changes };
  delete environment.ELECTRON_RUN_AS_NODE;
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/**
 * Opens an app in the Electron of this project, driven by Playwright.
 * @param {string} appFolder
 * @param {Record<string, string>} environment Changes to this process's own.
 * @returns {Promise<OpenedApp>}
 */
export async function openElectron(appFolder, environment) {
  const app = await _electron.launch({
    executablePath: electronRuntime().executable,
    args: [...playwrightLoaderSwitches(), ...electronSwitches(), appFolder],
    timeout: launchPatienceMs,
    cwd: projectRoot,
    env: appEnvironment(environment),
  });
  return { app, close: () => closeApp(app) };
}

/**
 * Opens Loam on a data folder and waits until its window has loaded.
 * @param {{ home: string, appFolder?: string, environment?: Record<string, string> }} options
 * @returns {Promise<OpenedApp & { page: import('@playwright/test').Page }>}
 */
export async function openLoam({ home, appFolder = projectRoot, environment = {} }) {
  const opened = await openElectron(appFolder, { ...environment, LOAM_HOME: home });
  try {
    const page = await opened.app.firstWindow();
    await page.waitForFunction(() => 'loam' in window);
    return { ...opened, page };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** @param {import('@playwright/test').ElectronApplication} app */
async function closeApp(app) {
  const child = app.process();
  const timer = setTimeout(() => child.kill('SIGKILL'), closePatienceMs);
  try {
    await app.close();
  } finally {
    clearTimeout(timer);
  }
}
