import { homedir } from 'node:os';
import path from 'node:path';

/**
 * @param {NodeJS.ProcessEnv} environment LOAM_CACHE wins, then XDG_CACHE_HOME.
 * @returns {string} Where downloads that several clones can share are kept; safe to delete.
 */
export function cacheFolder({ LOAM_CACHE, XDG_CACHE_HOME }) {
  if (LOAM_CACHE) return path.resolve(LOAM_CACHE);
  if (XDG_CACHE_HOME && path.isAbsolute(XDG_CACHE_HOME)) return path.join(XDG_CACHE_HOME, 'loam');
  return path.join(homedir(), '.cache', 'loam');
}
