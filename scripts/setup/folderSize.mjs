import { lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';

/**
 * @param {string} folder
 * @returns {number} Bytes of all files below; a file with several names counts once. 0 when the folder is missing.
 */
export function folderBytes(folder) {
  const seen = new Set();
  let bytes = 0;
  const pending = [folder];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const entry of entriesOf(next)) {
      const file = path.join(next, entry.name);
      if (entry.isDirectory()) pending.push(file);
      else if (entry.isFile()) bytes += bytesOnce(file, seen);
    }
  }
  return bytes;
}

/** @param {string} folder */
function entriesOf(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // Folders come and go while a download or an installation is being watched.
    return [];
  }
}

/**
 * @param {string} file
 * @param {Set<string>} seen
 */
function bytesOnce(file, seen) {
  const stat = lstatSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (stat.nlink > 1) {
    const identity = `${stat.dev}:${stat.ino}`;
    if (seen.has(identity)) return 0;
    seen.add(identity);
  }
  return stat.size;
}
