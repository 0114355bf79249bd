import { join, resolve } from 'node:path';

/** Every place on disk the core uses. All absolute. */
export interface CorePaths {
  /** The data folder; LOAM_HOME overrides it. */
  home: string;
  databaseFile: string;
  backupFolder: string;
  logFolder: string;
  /** Folder of settings.json. */
  settingsFolder: string;
  /** Holds manifest.json, catalog.json and the starter weights in weights/. */
  starterModelsFolder: string;
  /** Models that were copied in or downloaded, a folder each. */
  modelsFolder: string;
  /** Files that are arriving. On the same disk as the models, so that a finished one is only renamed. */
  downloadsFolder: string;
  adaptersFolder: string;
  /** The user's own additions to the catalogue; need not exist. */
  userCatalogueFile: string;
  /** Search indexes, a folder each. Can be deleted at any time: they are made again from the database. */
  indexFolder: string;
  /** Embedders and rerankers of the user's own, a folder each. */
  embeddersFolder: string;
  /** The built inference worker. */
  inferenceWorkerFile: string;
  /** The built indexing worker. */
  indexingWorkerFile: string;
}

/**
 * Derives all paths.
 *
 * @param home the data folder
 * @param projectFolder where package.json, models/ and out/ are (the app's own folder once packaged)
 */
export function corePaths(home: string, projectFolder: string): CorePaths {
  return {
    home,
    databaseFile: join(home, 'loam.db'),
    backupFolder: join(home, 'backups'),
    logFolder: join(home, 'logs'),
    settingsFolder: home,
    starterModelsFolder: join(projectFolder, 'models'),
    modelsFolder: join(home, 'models'),
    downloadsFolder: join(home, 'downloads'),
    adaptersFolder: join(home, 'adapters'),
    userCatalogueFile: join(home, 'catalog.json'),
    indexFolder: join(home, 'index'),
    embeddersFolder: join(home, 'embedders'),
    inferenceWorkerFile: join(projectFolder, 'out', 'main', 'inferenceWorker.js'),
    indexingWorkerFile: join(projectFolder, 'out', 'main', 'indexingWorker.js'),
  };
}

/**
 * The data folder: LOAM_HOME, or the place the system has for an app of this name. Electron's `userData` is set to the
 * same, so that the window and the terminal share one.
 */
export function dataFolder(
  platform: NodeJS.Platform,
  environment: NodeJS.ProcessEnv,
  homeFolder: string,
): string {
  const override = environment['LOAM_HOME'];
  if (override !== undefined && override !== '') return resolve(override);
  if (platform === 'darwin') return join(homeFolder, 'Library', 'Application Support', 'Loam');
  if (platform === 'win32')
    return join(environment['APPDATA'] ?? join(homeFolder, 'AppData', 'Roaming'), 'Loam');
  return join(environment['XDG_CONFIG_HOME'] ?? join(homeFolder, '.config'), 'Loam');
}
