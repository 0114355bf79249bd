import { rmdirSync } from 'node:fs';
import path from 'node:path';

/**
 * @param {string} root Project folder.
 * @returns {string} Where the set-up keeps its lock and what it needs only while it works; git ignores it.
 */
export function workFolder(root) {
  return path.join(root, '.setup');
}

/** @param {string} root */
export function removeWorkFolderIfEmpty(root) {
  try {
    rmdirSync(workFolder(root));
  } catch {
    // Another set-up's lock is in it already, or it is gone.
  }
}
