import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/**
 * @param {NodeJS.ProcessEnv} [environment]
 * @param {NodeJS.Platform} [platform]
 * @returns {boolean} Whether a window can be shown. macOS and Windows always have a display.
 */
export function hasDisplay(environment = process.env, platform = process.platform) {
  if (platform === 'darwin' || platform === 'win32') return true;
  return Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

/**
 * @param {string} command
 * @param {string[]} args
 * @returns {[command: string, args: string[]]} The same program, under a virtual display where there is none.
 */
export function withDisplay(command, args) {
  if (hasDisplay()) return [command, args];
  return ['xvfb-run', ['--auto-servernum', '--server-args=-screen 0 1440x1000x24', command, ...args]];
}

/**
 * @param {string} name
 * @returns {boolean} Whether a program of this name is on the path.
 */
export function isOnPath(name) {
  return (process.env.PATH ?? '').split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
