/**
 * Stands in for Electron's own default app inside the test-host fallback: `electron [switches] FOLDER` starts the app
 * in FOLDER. Electron waits for this module before it emits `ready`, so the top-level await keeps what an app must do
 * before `ready` (custom schemes, the sandbox) in time.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'));

if (folder === undefined) {
  process.stderr.write('Give the folder of the app to start: electron [switches] FOLDER\n');
  app.exit(1);
} else {
  try {
    await startApp(path.resolve(folder));
  } catch (error) {
    process.stderr.write(`The app in ${folder} did not start: ${error?.stack ?? error}\n`);
    app.exit(1);
  }
}

/** @param {string} appPath Absolute folder with the app's package.json. */
async function startApp(appPath) {
  Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
  const manifest = JSON.parse(readFileSync(path.join(appPath, 'package.json'), 'utf8'));
  if (manifest.version) app.setVersion(manifest.version);
  const name = manifest.productName ?? manifest.name;
  if (name) {
    app.setName(name);
    app.setDesktopName(`${name}.desktop`);
  }
  app.setAppPath(appPath);
  await import(pathToFileURL(path.join(appPath, manifest.main ?? 'index.js')).href);
}
