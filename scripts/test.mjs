/**
 * `npm test`: the set-up, then every check and test; `npm test -- unit e2e` runs only those stages. The last line on
 * stdout is `N passed, N failed`, the sum over all stages.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isSwitchedOn } from './setup/environmentFlag.mjs';
import { setUpOrExit } from './setup/setUp.mjs';
import { stages } from './testing/stages.mjs';
import { summarize } from './testing/summary.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const wanted = process.argv.slice(2);
const names = stages.map(({ name }) => name);
const unknown = wanted.filter((name) => !names.includes(name));

if (unknown.length > 0) {
  const isQuestion = ['--help', '-h'].includes(unknown[0] ?? '');
  const text = `Usage: npm test [-- STAGE...]\nStages: ${names.join(', ')}; all of them when none is named.\n`;
  (isQuestion ? process.stdout : process.stderr).write(
    isQuestion ? text : `Unknown: ${unknown.join(', ')}\n${text}`,
  );
  process.exitCode = isQuestion ? 0 : 1;
} else {
  await test(stages.filter(({ name }) => wanted.length === 0 || wanted.includes(name)));
}

/** @param {import('./testing/stages.mjs').Stage[]} chosen */
async function test(chosen) {
  const command = ['npm test', ...(wanted.length > 0 ? ['--', ...wanted] : [])].join(' ');
  await setUpOrExit({ root, purpose: 'tests', command });
  const stopper = new AbortController();
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(name, () => stopper.abort());

  const results = [];
  for (const stage of chosen) {
    if (stopper.signal.aborted) break;
    process.stdout.write(`\n=== ${stage.name}\n`);
    const startedMs = Date.now();
    const report = await stage.run({ root, signal: stopper.signal });
    const seconds = (Date.now() - startedMs) / 1000;
    process.stdout.write(`=== ${stage.name}: ${seconds.toFixed(1)} s\n`);
    results.push({ stage: stage.name, seconds, report });
  }
  const { text, exitCode } = summarize(results, { isCi: isSwitchedOn(process.env.CI) });
  if (stopper.signal.aborted)
    process.stdout.write('\nInterrupted: the counts are of what was run until then.\n');
  process.stdout.write(`\n${text}\n`);
  process.exitCode = stopper.signal.aborted ? 130 : exitCode;
}
