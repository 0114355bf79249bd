/**
 * `npm run test:kill [-- --rounds N] [--seed S]`: kills the real app at random moments while it chats, N times on one
 * data folder, and checks after each kill that nothing it had acknowledged is lost and nothing is torn. The same seed
 * repeats the same moments. Exit status 1 on any violation; then the data folder is kept and named.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makeTemporaryFolder, removeFolder } from './bench/openApp.mjs';
import { runRound } from './kill/killRound.mjs';
import { Ledger } from './kill/ledger.mjs';
import { planRound } from './kill/roundPlan.mjs';
import { SeededRandom } from './kill/seededRandom.mjs';
import { buildApplication } from './setup/build.mjs';
import { hasDisplay, withDisplay } from './setup/display.mjs';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '200' }, seed: { type: 'string' } },
});
const rounds = wholeNumber('--rounds', values.rounds);
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : wholeNumber('--seed', values.seed);

if (!hasDisplay()) {
  const [command, args] = withDisplay(process.execPath, [
    fileURLToPath(import.meta.url),
    ...process.argv.slice(2),
  ]);
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error)
    process.stderr.write(`A display is needed, and ${command} could not be started: ${error.message}\n`);
  process.exitCode = status ?? 2;
} else {
  await buildApplication();
  process.exitCode = (await killRepeatedly()) === 0 ? 0 : 1;
}

/** @returns {Promise<number>} How many violations were found. */
async function killRepeatedly() {
  const home = makeTemporaryFolder('kill');
  /** @type {number | undefined} */
  let runningPid;
  const ledger = new Ledger();
  const totals = { violations: 0, interrupted: 0, slowestChildMs: 0 };
  /** @type {import('./kill/databaseSnapshot.mjs').DatabaseSnapshot | null} */
  let before = null;
  const startedMs = performance.now();
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM']))
    process.once(name, () => stop(runningPid, home));

  process.stdout.write(`${rounds} rounds, seed ${seed}\n`);
  for (let round = 1; round <= rounds; round += 1) {
    const random = new SeededRandom(seed + Math.imul(round, 0x9e3779b1));
    const plan = planRound(random, { round, conversationCount: ledger.conversationIds.size });
    const roundStartedMs = performance.now();
    const result = await runRound({ plan, home, ledger, before, onProcess: (pid) => (runningPid = pid) });
    before = result.after;
    totals.violations += result.violations.length;
    totals.interrupted += result.interrupted;
    totals.slowestChildMs = Math.max(totals.slowestChildMs, result.childrenGoneMs);
    const seconds = ((performance.now() - roundStartedMs) / 1000).toFixed(1);
    process.stdout.write(`${describeRound(round, plan, ledger)}, ${seconds} s\n`);
    for (const violation of result.violations) process.stdout.write(`  VIOLATION: ${violation}\n`);
  }
  const seconds = (performance.now() - startedMs) / 1000;
  process.stdout.write(`${describeTotals(totals, ledger, seconds)}\n`);
  if (totals.violations === 0) removeFolder(home);
  else process.stdout.write(`The data folder is kept for inspection: ${home}\n`);
  return totals.violations;
}

/**
 * @param {number} round
 * @param {import('./kill/roundPlan.mjs').RoundPlan} plan
 * @param {Ledger} ledger
 */
function describeRound(round, { phase, delayMs, isWarmed, killsGroup }, { counts }) {
  const how = `${phase} + ${delayMs} ms${isWarmed ? ', warm' : ''}${killsGroup ? ', whole group' : ''}`;
  return `${round}/${rounds} ${how}: ${counts.questions} questions, ${counts.finished} finished answers so far`;
}

/**
 * @param {{ violations: number, interrupted: number, slowestChildMs: number }} totals
 * @param {Ledger} ledger
 * @param {number} seconds
 */
function describeTotals(
  { violations, interrupted, slowestChildMs },
  { counts, conversationIds, refusals },
  seconds,
) {
  return [
    '',
    `${rounds} kills in ${seconds.toFixed(0)} s, seed ${seed}`,
    `acknowledged: ${conversationIds.size} conversations, ${counts.questions} questions, ${counts.answers} answers, of`,
    `  these ${counts.finished} finished; ${counts.continued} carried on`,
    `refused: ${[...refusals].map(([code, count]) => `${count} ${code}`).join(', ') || 'nothing'}`,
    `found unfinished by the next start and marked interrupted: ${interrupted}`,
    `children of the killed app gone after ${Math.round(slowestChildMs)} ms at most`,
    `violations: ${violations}`,
  ].join('\n');
}

/**
 * @param {number | undefined} pid
 * @param {string} home
 */
function stop(pid, home) {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  removeFolder(home);
  process.exit(130);
}

/**
 * @param {string} option
 * @param {string} text
 */
function wholeNumber(option, text) {
  if (/^\d+$/.test(text)) return Number(text);
  process.stderr.write(`${option} takes a whole number, not "${text}".\n`);
  process.exit(2);
}
