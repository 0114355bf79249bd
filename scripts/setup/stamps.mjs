/**
 * A stamp is a small JSON file that says for which inputs a step was completed. It is written after the step's work is
 * in place, so a step that was interrupted has none and is done again.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * `npm ci` empties node_modules, and with it every stamp kept here: nothing that was made from the old dependencies
 * counts any longer.
 * @param {string} root Project folder.
 * @param {string} name Name of the stamp, without extension.
 */
export function stampPath(root, name) {
  return path.join(root, 'node_modules', '.loam', `${name}.json`);
}

/**
 * @param {string} file
 * @returns {any} The stamp's value, or undefined when there is none or it cannot be read.
 */
export function readStamp(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // A missing and a torn stamp mean the same: the step is not known to be done.
    return undefined;
  }
}

/**
 * Replaces the stamp by one rename, so a reader sees the old or the new one.
 * @param {string} file
 * @param {unknown} value
 */
export function writeStamp(file, value) {
  mkdirSync(path.dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}`;
  writeFileSync(fresh, `${JSON.stringify(value, undefined, 2)}\n`);
  renameSync(fresh, file);
}

/** @param {string} file */
export function removeStamp(file) {
  rmSync(file, { force: true });
}
