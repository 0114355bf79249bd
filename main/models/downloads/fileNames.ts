import { join } from 'node:path';
import { refused } from './transferFailures';

const safeNamePattern = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/;
/** Names that Windows keeps for devices, whatever follows the first dot. */
const deviceNamePattern = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** Whether it is a plain name on every system: it leads nowhere, hides nothing, and means nothing but itself. */
export function isSafeFileName(name: string): boolean {
  return safeNamePattern.test(name) && !name.endsWith('.') && !deviceNamePattern.test(name);
}

/**
 * The name that a file of a repository is stored under, which is the last part of its path.
 *
 * @throws LoamError download/refused for a path that climbs, or a name that is not plain
 */
export function storedFileName(path: string): string {
  const segments = path.split('/');
  const name = segments.at(-1) ?? '';
  const climbs = segments.some((segment) => segment === '' || segment === '.' || segment === '..');
  // Backslashes separate folders on Windows; other signs that are no letters only ever hide something.
  if (climbs || /[\\\p{Cc}\p{Cf}]/u.test(path) || !isSafeFileName(name)) {
    throw refused(
      'The name of that file cannot be used: it may have only letters, digits, dots, dashes and underscores. Download it in a browser, rename it and add it in Loam.',
    );
  }
  return name;
}

/**
 * The path of a file in a folder. Names come out of the database here, which is outside data too.
 *
 * @throws LoamError download/refused
 */
export function pathInFolder(folder: string, name: string): string {
  if (!isSafeFileName(name))
    throw refused('The name of a file in this download cannot be used. Remove the download.');
  return join(folder, name);
}
