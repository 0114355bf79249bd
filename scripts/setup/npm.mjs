import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundledNodePath } from './bundledNode.mjs';
import { lastLines, runChild } from './runChild.mjs';
import { SetUpError } from './setUpError.mjs';
import { workFolder } from './workFolder.mjs';

/**
 * Runs npm: the one that runs us, if any.
 * @param {import('./setUp.mjs').StepContext} context
 * @param {string[]} args
 * @param {string} [node] Path of the Node to run it on. By default the one that it runs on already, not the `node` that
 *   is first on the path: that may be the project's own, which `npm ci` deletes.
 */
export function runNpm({ root, signal, onProcess, environment }, args, node) {
  const { npm_node_execpath: npmNode, npm_execpath: npm } = environment;
  const options = { cwd: root, signal, onProcess, env: environment };
  if (npmNode && npm?.endsWith('.js')) return runChild(node ?? npmNode, [npm, ...args], options);
  const env = node === undefined ? environment : withFirstOnPath(environment, path.dirname(node));
  return runChild('npm', args, { ...options, env, shell: process.platform === 'win32' });
}

/**
 * @param {NodeJS.ProcessEnv} environment
 * @param {string} folder
 */
function withFirstOnPath(environment, folder) {
  return { ...environment, PATH: `${folder}${path.delimiter}${environment.PATH ?? ''}` };
}

/**
 * The Node to install packages on. npm leaves out an optional package, such as a tool's native part, when the Node that
 * npm runs on is older than that package asks for; so an older system gets the project's Node first, for npm's use.
 * @param {import('./setUp.mjs').StepContext} context
 * @param {import('./progressReport.mjs').StepProgress} progress
 * @param {string} wanted Version of the project's own Node, such as `24.21.0`.
 * @returns {Promise<string | undefined>} Path of a Node, undefined when npm's own will do.
 */
export async function nodeForNpm(context, progress, wanted) {
  if (majorOf(await npmNodeVersion(context)) >= majorOf(wanted)) return undefined;
  const folder = path.join(workFolder(context.root), 'node');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const existing = bundledNodePath(context.root);
  if (existsSync(existing) && (await versionIs(context, existing, wanted))) {
    const copy = path.join(folder, path.basename(existing));
    copyFileSync(existing, copy);
    return copy;
  }
  progress.say(`fetching Node ${wanted}, since npm's own Node is too old for some packages`);
  return fetchNode(context, folder, wanted);
}

/** @param {import('./setUp.mjs').StepContext} context */
async function npmNodeVersion(context) {
  const { npm_node_execpath: npmNode } = context.environment;
  // Without npm above us, npm runs on the node that is first on the path: ours.
  if (!npmNode) return process.versions.node;
  const { output } = await runChild(npmNode, ['--version'], { signal: context.signal });
  return output.trim().replace(/^v/, '');
}

/**
 * @param {import('./setUp.mjs').StepContext} context
 * @param {string} node
 * @param {string} wanted
 */
async function versionIs({ signal }, node, wanted) {
  try {
    return (await runChild(node, ['--version'], { signal })).output.trim() === `v${wanted}`;
  } catch (error) {
    if (error instanceof SetUpError) return false;
    throw error;
  }
}

/** @param {string} version */
function majorOf(version) {
  return Number.parseInt(version, 10);
}

/**
 * @param {import('./setUp.mjs').StepContext} context
 * @param {string} folder
 * @param {string} wanted
 * @returns {Promise<string>}
 */
async function fetchNode(context, folder, wanted) {
  const name = nodePackageName();
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--prefix', folder, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
  const { code, output } = await runNpm(context, [...args, `${name}@${wanted}`]);
  const packageFolder = path.join(folder, 'node_modules', name);
  if (code !== 0 || !existsSync(packageFolder)) {
    throw new SetUpError(`npm could not fetch Node ${wanted} (exit code ${code}):\n${lastLines(output, 8)}`, {
      nextStep: `check the network and run the same command again, or install Node ${wanted} yourself first.`,
    });
  }
  return path.join(packageFolder, readBin(packageFolder).node);
}

/**
 * The `node` package's own installer names the package that holds the binary for a platform in this way.
 * @returns {string}
 */
function nodePackageName() {
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const prefix = process.platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  return [prefix, platform, process.arch].join('-');
}

/** @param {string} packageFolder */
function readBin(packageFolder) {
  return JSON.parse(readFileSync(path.join(packageFolder, 'package.json'), 'utf8')).bin;
}
