/**
 * @typedef {object} LockEntry
 * @property {string} [version]
 * @property {string} [integrity]
 * @property {boolean} [dev]
 * @property {boolean} [optional]
 * @property {string[]} [os]
 * @property {string[]} [cpu]
 * @property {string[]} [libc]
 * @property {Record<string, string>} [optionalDependencies]
 *
 * @typedef {Record<string, LockEntry>} LockEntries Keyed by folder, relative to the project's.
 */

/**
 * `npm ci` refuses a lock file in which an optional dependency has no entry, on every platform. npm leaves the entry out
 * when the registry that the lock file was made with does not hold that package.
 * @param {LockEntries} entries
 * @returns {{ parent: string, name: string, version: string }[]}
 */
export function missingOptionalPackages(entries) {
  const missing = [];
  for (const [parent, entry] of Object.entries(entries)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      const isKnown = foldersAbove(parent).some((folder) => `${folder}node_modules/${name}` in entries);
      if (!isKnown) missing.push({ parent, name, version });
    }
  }
  return missing;
}

/**
 * @param {string} folder Such as `node_modules/a/node_modules/b`.
 * @returns {string[]} Prefixes of the folders in which its dependencies may stand, innermost first.
 */
function foldersAbove(folder) {
  const parts = folder === '' ? [] : folder.split('node_modules/').slice(1);
  const above = [''];
  for (const part of parts) above.unshift(`${above[0]}node_modules/${part.replace(/\/?$/, '/')}`);
  return above;
}

const systems = {
  linux: 'linux',
  win32: 'win32',
  win: 'win32',
  darwin: 'darwin',
  mac: 'darwin',
  android: 'android',
  freebsd: 'freebsd',
  openharmony: 'openharmony',
};
const processors = ['arm64', 'arm', 'x64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x'];

/**
 * The entry for a package of another platform, as far as its name tells: without an integrity, so npm takes what the
 * registry of that platform's user holds under this version.
 * @param {{ name: string, version: string }} missing
 * @param {LockEntry} parent
 * @returns {LockEntry | undefined} Undefined when the name does not tell the platform, or the version is a range.
 */
export function entryOfOtherPlatform({ name, version }, parent) {
  const words = (name.split('/').pop() ?? '').split('-');
  const os = words.map((word) => systems[word]).find((system) => system !== undefined);
  const cpu = words.find((word) => processors.includes(word));
  if (os === undefined || cpu === undefined || !/^\d+\.\d+\.\d+$/.test(version)) return undefined;
  const libc =
    os === 'linux' ? { libc: [words.some((word) => word.startsWith('musl')) ? 'musl' : 'glibc'] } : {};
  return { version, cpu: [cpu], ...(parent.dev ? { dev: true } : {}), ...libc, optional: true, os: [os] };
}

/**
 * @param {LockEntries} locked The lock file's.
 * @param {LockEntries} installed Of npm's own record, node_modules/.package-lock.json, which npm writes last.
 * @param {{ platform: string, arch: string }} host
 * @returns {boolean} Whether what npm installed is what the lock file asks for on this host, so that a folder somebody
 *   filled by `npm ci` or `npm install` need not be emptied and filled again.
 */
export function matchesLock(locked, installed, { platform, arch }) {
  const isRight = (/** @type {LockEntry | undefined} */ wanted, /** @type {LockEntry | undefined} */ found) =>
    wanted !== undefined && found?.version === wanted.version && found?.integrity === wanted.integrity;
  return (
    Object.entries(installed).every(([folder, found]) => isRight(locked[folder], found)) &&
    Object.entries(locked).every(
      ([folder, wanted]) => !isRequired(folder, wanted, platform, arch) || isRight(wanted, installed[folder]),
    )
  );
}

/**
 * npm leaves out optional packages for more reasons than it records. The native ones of this platform are needed: an
 * npm on an old Node leaves them out too.
 * @param {string} folder
 * @param {LockEntry} entry
 * @param {string} platform
 * @param {string} arch
 */
function isRequired(folder, entry, platform, arch) {
  if (folder === '') return false;
  if (!entry.optional) return true;
  const isNativeHere = entry.os?.includes(platform) && entry.cpu?.includes(arch);
  return Boolean(isNativeHere) && !entry.libc?.includes('musl');
}
