import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LoamError } from '../../preload/contract/errors';

/**
 * Finds a file that comes with this folder's code: beside it in the sources; once built, in the folder of the entry
 * files, which is the code's own or the one above. The first of `names` that is there wins.
 *
 * @throws LoamError storage/open-failed when it is missing
 */
export function findInstalledFile(
  names: readonly string[],
  moduleFolder: string = import.meta.dirname,
): string {
  const candidates = [moduleFolder, join(moduleFolder, '..')].flatMap((folder) =>
    names.map((name) => join(folder, name)),
  );
  const found = candidates.find((candidate) => existsSync(candidate));
  if (found !== undefined) return found;
  throw new LoamError(
    'storage/open-failed',
    `Loam is not completely installed: ${names.join(' or ')} is missing. Install Loam again; your data stays.`,
  );
}
