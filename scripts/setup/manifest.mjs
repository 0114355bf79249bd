import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * @typedef {object} StarterWeights
 * @property {string} id
 * @property {string} file Name in models/weights.
 * @property {number} bytes
 * @property {string} sha256
 * @property {{ repository: string, revision: string, file: string }} hub First source.
 * @property {{ package: string, version: string, path: string, bytes: number }} wheel Second source.
 */

/**
 * @param {string} root Project folder.
 * @returns {StarterWeights[]} The files that models/manifest.json lists.
 */
export function readManifest(root) {
  return JSON.parse(readFileSync(path.join(root, 'models', 'manifest.json'), 'utf8')).weights;
}

/** @param {string} root */
export function weightsFolder(root) {
  return path.join(root, 'models', 'weights');
}
