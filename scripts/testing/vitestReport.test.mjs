import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../setup/temporaryFolder.mjs';

const project = path.resolve(import.meta.dirname, '..', '..');

it('counts what a real run of vitest passed, failed, skipped and could not load', () => {
  const folder = temporaryFolder();
  writeFileSync(
    path.join(folder, 'some.test.mjs'),
    `describe('some', () => {
      it('passes', () => {});
      it('fails', () => { expect(1).toBe(2); });
      it('gives a reason', (context) => context.skip('no device here'));
      it.skip('gives none', () => {});
    });`,
  );
  writeFileSync(path.join(folder, 'broken.test.mjs'), `import './missing.mjs'; it('never runs', () => {});`);
  writeFileSync(path.join(folder, 'vitest.config.mjs'), 'export default {};');
  const reportFile = path.join(folder, 'report.json');
  const reporter = path.join(import.meta.dirname, 'vitestReport.mjs');
  const vitest = path.join(project, 'node_modules', 'vitest', 'vitest.mjs');
  const { status } = spawnSync(
    process.execPath,
    [vitest, 'run', '--globals', '--root', folder, `--reporter=${reporter}`],
    { cwd: folder, env: { ...process.env, LOAM_TEST_REPORT: reportFile } },
  );
  expect(status).toBe(1);
  const { passed, failed, skipped } = JSON.parse(readFileSync(reportFile, 'utf8'));
  expect(passed).toBe(1);
  expect(failed.map(({ name }) => name).sort()).toEqual(['broken.test.mjs', 'some.test.mjs > some > fails']);
  expect(skipped).toEqual([
    { name: 'some.test.mjs > some > gives a reason', reason: 'no device here' },
    { name: 'some.test.mjs > some > gives none', reason: 'no reason given (skip)' },
  ]);
});
