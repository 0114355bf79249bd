import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const graphicsDevices = ['/dev/dri', '/dev/dxg', '/dev/nvidia0'];

/**
 * Switches that this host forces on Chromium; none on an ordinary desktop.
 *
 * `--no-sandbox`: Chromium refuses to start as root with its sandbox. Loam is not meant to be run as root; test hosts
 * and containers do. `--disable-gpu`: without a graphics device Chromium starts a GPU process that fails, and tries
 * again, before it draws by software.
 * @param {{ platform?: NodeJS.Platform, isRoot?: boolean, hasGraphicsDevice?: boolean }} [host]
 * @returns {string[]}
 */
export function electronSwitches({
  platform = process.platform,
  isRoot = process.getuid?.() === 0,
  hasGraphicsDevice = graphicsDevices.some((device) => existsSync(device)),
} = {}) {
  if (platform !== 'linux') return [];
  return [...(isRoot ? ['--no-sandbox'] : []), ...(hasGraphicsDevice ? [] : ['--disable-gpu'])];
}

/**
 * Some distributions forbid the user namespaces that Chromium's sandbox is made of. Then the helper beside the
 * executable must belong to root, which no installation as an ordinary user can do.
 * @param {string} executable Electron's.
 * @returns {string | undefined} What to type so that the sandbox works; undefined when this is not the trouble.
 */
export function sandboxAdvice(executable) {
  if (process.platform !== 'linux' || process.getuid?.() === 0 || !namespacesAreRestricted())
    return undefined;
  const helper = path.join(path.dirname(executable), 'chrome-sandbox');
  const stat = statSync(helper, { throwIfNoEntry: false });
  if (stat === undefined || (stat.uid === 0 && (stat.mode & 0o4000) !== 0)) return undefined;
  return (
    "This system forbids the user namespaces that the window's sandbox needs. Give the sandbox its helper, once:\n" +
    `  sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`
  );
}

function namespacesAreRestricted() {
  return (
    kernelSetting('/proc/sys/kernel/apparmor_restrict_unprivileged_userns') === '1' ||
    // Other reasons, such as a container's rules, show only when it is tried. Without the tool nothing is known.
    (spawnSync('unshare', ['--user', 'true'], { stdio: 'ignore' }).status ?? 0) !== 0
  );
}

/** @param {string} file */
function kernelSetting(file) {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    // A kernel without this setting does not restrict by it.
    return undefined;
  }
}
