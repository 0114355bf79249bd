/**
 * Stands in for Electron's own default app inside the test-host fallback: `electron [-r MODULE] [switches] FOLDER` loads
 * the module, then starts the app in FOLDER. Electron waits for this module before it emits `ready`, so the top-level
 * await keeps what an app must do before `ready` (custom schemes, the sandbox) in time.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const { folder, modules } = readArguments(process.argv.slice(1));

if (folder === undefined) {
  process.stderr.write('Give the folder of the app to start: electron [switches] FOLDER\n');
  app.exit(1);
} else {
  try {
    const require = createRequire(import.meta.url);
    for (const module of modules) require(path.resolve(module));
    await startApp(path.resolve(folder));
  } catch (error) {
    process.stderr.write(`The app in ${folder} did not start: ${error?.stack ?? error}\n`);
    app.exit(1);
  }
}

/**
 * As Electron's own default app reads them. A test's driver holds the app back by such a module until it is attached.
 * @param {string[]} args
 * @returns {{ folder: string | undefined, modules: string[] }}
 */
function readArguments(args) {
  const modules = [];
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index];
    if (argument === '-r' || argument === '--require') modules.push(args[(index += 1)] ?? '');
    else if (!argument.startsWith('-')) return { folder: argument, modules };
  }
  return { folder: undefined, modules };
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
