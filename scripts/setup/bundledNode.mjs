import { statSync } from 'node:fs';
import path from 'node:path';

/**
 * The Node that the project's tools and its terminal program run on, whatever Node the system has. It comes by the
 * `node` package; npm links it as node_modules/.bin/node.
 * @param {string} root Project folder.
 */
export function bundledNodePath(root) {
  return path.join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

/**
 * @param {string} root
 * @returns {{ bytes: number, modifiedMs: number } | undefined} What tells this binary from another, undefined when it
 *   is missing.
 */
export function bundledNodeIdentity(root) {
  const stat = statSync(bundledNodePath(root), { throwIfNoEntry: false });
  return stat?.isFile() ? { bytes: stat.size, modifiedMs: stat.mtimeMs } : undefined;
}
