/**
 * Puts everything in place that the app needs on this machine, one step after another. Each step looks first whether
 * its work is done, so a second run does nothing and a run after an interruption does the rest.
 */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { buildStep } from './buildStep.mjs';
import { dependenciesStep } from './dependencies.mjs';
import { electronStep } from './electronRuntime.mjs';
import { formatBytes, formatTable, StepProgress } from './progressReport.mjs';
import { describeFailure, SetUpError, SetUpInterrupted } from './setUpError.mjs';
import { SetUpLock } from './setUpLock.mjs';
import { starterEmbedderStep, starterWeightsStep } from './starterWeights.mjs';
import { systemLibrariesStep } from './systemLibraries.mjs';
import { removeWorkFolderIfEmpty, workFolder } from './workFolder.mjs';

/**
 * @typedef {'app' | 'terminal' | 'tests'} Purpose What is started afterwards. `app` is a plain start: the window, or the
 *   terminal chat where there is no display; `terminal` is a command of the terminal program.
 *
 * @typedef {object} StepContext
 * @property {string} root Project folder.
 * @property {Purpose} purpose
 * @property {NodeJS.ProcessEnv} environment
 * @property {AbortSignal} signal
 * @property {(pid: number | undefined) => void} onProcess To be told of each program that a step runs.
 *
 * @typedef {object} Step
 * @property {string} name
 * @property {(context: StepContext) => boolean} [isNeeded] Always, when not given.
 * @property {(context: StepContext) => boolean} [isOptional] Whether the set-up goes on when this step fails. Never, when
 *   not given.
 * @property {string} [withoutIt] What goes with `not done` then; `not needed now`, when not given.
 * @property {(context: StepContext) => boolean | Promise<boolean>} isUpToDate Quick: asked at every start.
 * @property {(context: StepContext, progress: StepProgress) => Promise<{ detail: string, bytes?: number }>} run
 *
 * @typedef {NodeJS.WritableStream & { isTTY?: boolean, columns?: number }} Output
 */

const allSteps = [
  dependenciesStep,
  electronStep,
  systemLibrariesStep,
  starterWeightsStep,
  starterEmbedderStep,
  buildStep,
];

/**
 * Runs the set-up, or ends the process: with exit code 1 after a failure, 128 + the signal's number after an
 * interruption. Both leave what was done, and say how to go on.
 * @param {{ root: string, purpose: Purpose, command: string, output?: Output }} options `command` is what the user
 *   typed, to be named as the way to go on.
 * @returns {Promise<{ didWork: boolean }>}
 */
export async function setUpOrExit({ root, purpose, command, output = process.stderr }) {
  const stopper = new AbortController();
  let isStopping = false;
  const onSignal = (/** @type {NodeJS.Signals} */ name) => {
    // The second Ctrl-C does not wait for programs that take their time to end.
    if (isStopping) process.exit(exitCodeOf(name));
    isStopping = true;
    stopper.abort(new SetUpInterrupted(name));
  };
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const name of signals) process.on(name, onSignal);
  try {
    const steps = allSteps.filter((step) => purpose !== 'terminal' || step !== electronStep);
    return await setUp({ root, purpose, steps, output, signal: stopper.signal });
  } catch (error) {
    if (stopper.signal.aborted) {
      const { signalName } = stopper.signal.reason;
      output.write(`\nInterrupted. What is finished is kept; go on with: ${command}\n`);
      process.exit(exitCodeOf(signalName));
    }
    output.write(`\n${describeFailure(error)}\n`);
    process.exit(1);
  } finally {
    for (const name of signals) process.off(name, onSignal);
  }
}

/** @param {NodeJS.Signals} name */
function exitCodeOf(name) {
  return 128 + ({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 }[name] ?? 0);
}

/**
 * @param {{ root: string, purpose: Purpose, steps?: Step[], output: Output, signal: AbortSignal }} options
 * @returns {Promise<{ didWork: boolean }>}
 * @throws When a step fails, after the table of what was done until then.
 */
export async function setUp({ root, purpose, steps = allSteps, output, signal }) {
  const lock = new SetUpLock(path.join(workFolder(root), 'lock'));
  const context = {
    root,
    purpose,
    environment: process.env,
    signal,
    onProcess: (/** @type {number | undefined} */ pid) => lock.recordChild(pid),
  };
  const needed = steps.filter((step) => step.isNeeded?.(context) ?? true);
  if (await allAreUpToDate(needed, context)) return { didWork: false };
  await lock.acquire({ signal, say: (text) => output.write(`${text}\n`) });
  try {
    await runSteps(needed, context, output);
    return { didWork: true };
  } finally {
    rmSync(path.join(workFolder(root), 'node'), { recursive: true, force: true });
    lock.release();
    removeWorkFolderIfEmpty(root);
  }
}

/**
 * @param {Step[]} steps
 * @param {StepContext} context
 */
async function allAreUpToDate(steps, context) {
  for (const step of steps) {
    if (!(await step.isUpToDate(context))) return false;
  }
  return true;
}

/**
 * @param {Step[]} steps
 * @param {StepContext} context
 * @param {Output} output
 */
async function runSteps(steps, context, output) {
  const rows = [];
  try {
    for (const [index, step] of steps.entries()) {
      await runStep(step, `[${index + 1}/${steps.length}] ${step.name}`, context, output, rows);
    }
  } finally {
    if (rows.length > 0) output.write(`\n${formatTable(rows)}\n\n`);
  }
}

/**
 * @param {Step} step
 * @param {string} label
 * @param {StepContext} context
 * @param {Output} output
 * @param {import('./progressReport.mjs').StepRow[]} rows Gets the step's row, also when it fails.
 */
async function runStep(step, label, context, output, rows) {
  const startedMs = Date.now();
  const addRow = (/** @type {string} */ outcome, /** @type {number | undefined} */ bytes) =>
    rows.push({ name: step.name, outcome, seconds: (Date.now() - startedMs) / 1000, bytes });
  if (await step.isUpToDate(context)) return addRow('up to date');
  context.signal.throwIfAborted();
  const progress = new StepProgress(label, output);
  try {
    const { detail, bytes } = await step.run(context, progress);
    const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
    progress.say(`done in ${seconds} s${bytes ? `, ${formatBytes(bytes)}` : ''}`);
    return addRow(`done: ${detail}`, bytes);
  } catch (error) {
    const isOptional = !context.signal.aborted && (step.isOptional?.(context) ?? false);
    const { withoutIt = 'not needed now' } = step;
    addRow(context.signal.aborted ? 'interrupted' : isOptional ? `not done, ${withoutIt}` : 'failed');
    if (!isOptional) throw error;
    progress.say(`not done, ${withoutIt}: ${error.message}`);
    if (error instanceof SetUpError && error.nextStep !== undefined) progress.say(`next: ${error.nextStep}`);
  } finally {
    progress.clear();
  }
}
