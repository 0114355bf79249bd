import { createRequire } from 'node:module';
import path from 'node:path';

/**
 * The switches by which Playwright holds an Electron app back until it is attached. Playwright adds them only when it
 * looks for Electron itself; without them it races with the app's start, and hangs in about one launch of twelve.
 * @returns {string[]} To stand before the app's folder.
 */
export function playwrightLoaderSwitches() {
  const manifest = createRequire(import.meta.url).resolve('playwright-core/package.json');
  return ['-r', path.join(path.dirname(manifest), 'lib', 'server', 'electron', 'loader.js')];
}
