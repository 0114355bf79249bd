/**
 * `npm run test:kill-indexing [-- --rounds N] [--seed S]`: kills a process that indexes, with its workers, at N random
 * moments while the files it indexes change, and checks at the end that every file is indexed exactly once and nothing
 * else is left. The same seed repeats the same moments. Exit status 1 on any violation.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '60' }, seed: { type: 'string' } },
});
const seed = values.seed ?? String(Date.now() % 2 ** 31);
for (const [option, text] of [
  ['--rounds', values.rounds],
  ['--seed', seed],
]) {
  if (/^\d+$/.test(text ?? '')) continue;
  process.stderr.write(`${option} takes a whole number, not "${text}".\n`);
  process.exit(2);
}
process.stdout.write(`${values.rounds} rounds, seed ${seed}\n`);
const { status } = spawnSync(
  process.execPath,
  [
    path.join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--project',
    'integration',
    'test/integration/knowledge/killed.test.ts',
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, LOAM_KILL_ROUNDS: values.rounds, LOAM_KILL_SEED: seed },
  },
);
process.exitCode = status ?? 2;
