import { chmodSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'electron';
import { dataFolder } from '../paths';

/**
 * Fixes where everything is kept, before the single-instance lock is taken there: LOAM_HOME, or the place the system
 * has for this app. Only its owner may read the folder. The browser's own files go into a folder below it.
 *
 * @returns the absolute data folder, which exists
 */
export function prepareDataFolder(app: Pick<App, 'setPath'>, environment: NodeJS.ProcessEnv): string {
  const home = dataFolder(process.platform, environment, homedir());
  const browserFolder = join(home, 'browser');
  mkdirSync(browserFolder, { recursive: true, mode: 0o700 });
  if (process.platform !== 'win32') chmodSync(home, 0o700);
  app.setPath('userData', home);
  app.setPath('sessionData', browserFolder);
  app.setPath('crashDumps', join(browserFolder, 'crashes'));
  return home;
}
