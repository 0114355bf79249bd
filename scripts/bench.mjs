/**
 * `npm run bench -- NAME [--json]` measures; without a name it lists what can be measured.
 *
 * `--help` says what a benchmark takes: `retrieval` needs a collection (`--data DIR`).
 *
 * The last line of stdout is one JSON object `{bench, machine, figures, bars}`; the exit status is 1 when a bar falls
 * short. `--json` leaves out the table for people. Everything is bounded, stays on this machine, and uses a data
 * folder of its own that is removed afterwards.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benchmarkNames, loadBenchmark } from './bench/benchmarks.mjs';
import { describeMachine, printOutcome, sayOnStderr, WrongOptions } from './bench/report.mjs';
import { buildApplication } from './setup/build.mjs';
import { hasDisplay, withDisplay } from './setup/display.mjs';

const { values, positionals } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    data: { type: 'string' },
    limit: { type: 'string' },
  },
  allowPositionals: true,
});
const [name, ...others] = positionals;

if (name === undefined) {
  await listBenchmarks();
} else if (others.length > 0 || !benchmarkNames.includes(name)) {
  sayOnStderr(`There is no benchmark "${positionals.join(' ')}". There are: ${benchmarkNames.join(', ')}.`);
  process.exitCode = 2;
} else if (values.help) {
  const { summary, help = summary } = await loadBenchmark(name);
  process.stdout.write(`${help}\n`);
} else if (!hasDisplay()) {
  process.exitCode = runUnderVirtualDisplay();
} else {
  process.exitCode = (await measure(name)) ? 0 : 1;
}

async function listBenchmarks() {
  for (const known of benchmarkNames) {
    const { summary } = await loadBenchmark(known);
    process.stdout.write(`${known.padEnd(10)} ${summary}\n`);
  }
}

/** @returns {number} The exit status of the same command with a display. */
function runUnderVirtualDisplay() {
  const [command, args] = withDisplay(process.execPath, [
    fileURLToPath(import.meta.url),
    ...process.argv.slice(2),
  ]);
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error) sayOnStderr(`A display is needed, and ${command} could not be started: ${error.message}`);
  return status ?? 2;
}

/**
 * @param {string} bench
 * @returns {Promise<boolean>} Whether every bar is met.
 */
async function measure(bench) {
  const machine = describeMachine();
  if (machine.loadBefore > machine.cores / 2) {
    sayOnStderr(`The machine is busy (load ${machine.loadBefore}): the figures will not say much.`);
  }
  await buildApplication();
  const { run } = await loadBenchmark(bench);
  try {
    const outcome = await run({ say: sayOnStderr, options: { data: values.data, limit: values.limit } });
    return printOutcome(bench, machine, outcome, { jsonOnly: values.json });
  } catch (error) {
    if (!(error instanceof WrongOptions)) throw error;
    sayOnStderr(error.message);
    return false;
  }
}
