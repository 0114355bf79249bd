import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { bundledNodePath } from '../setup/bundledNode.mjs';
import { runInGroup } from './runInGroup.mjs';
import { fromPlaywright, singleCheck, withRunnerFailures } from './testReport.mjs';

const stageTimeLimitMs = 20 * 60_000;
const killRounds = 20;

/**
 * @typedef {import('./testReport.mjs').TestReport} TestReport
 *
 * @typedef {object} StageContext
 * @property {string} root Project folder.
 * @property {AbortSignal} signal
 *
 * @typedef {object} Stage
 * @property {string} name
 * @property {(context: StageContext) => Promise<TestReport>} run
 */

/** @type {Stage[]} In the order in which they are run. */
export const stages = [
  {
    name: 'typecheck',
    async run(context) {
      const code = await runTool(context, [
        'node_modules/typescript/bin/tsc',
        '-p',
        'tsconfig.json',
        '--noEmit',
      ]);
      return singleCheck('typecheck', code === 0);
    },
  },
  {
    name: 'lint',
    async run(context) {
      const eslint = await runTool(context, ['node_modules/eslint/bin/eslint.js', '.']);
      const prettier = await runTool(context, ['node_modules/prettier/bin/prettier.cjs', '--check', '.']);
      return singleCheck('lint', eslint === 0 && prettier === 0);
    },
  },
  { name: 'unit', run: (context) => runVitest(context, 'unit') },
  { name: 'integration', run: (context) => runVitest(context, 'integration') },
  { name: 'e2e', run: runPlaywright },
  {
    name: 'kill',
    async run(context) {
      const code = await runTool(context, ['scripts/killTest.mjs', '--rounds', String(killRounds)]);
      return singleCheck(`kill test, ${killRounds} rounds`, code === 0);
    },
  },
];

/**
 * @param {StageContext} context
 * @param {string} project
 * @returns {Promise<TestReport>}
 */
async function runVitest(context, project) {
  const reportFile = freshReportFile(context.root, project);
  const reporter = path.join(context.root, 'scripts', 'testing', 'vitestReport.mjs');
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--project', project];
  const exitCode = await runTool(context, [...args, '--reporter=default', `--reporter=${reporter}`], {
    LOAM_TEST_REPORT: reportFile,
  });
  return withRunnerFailures(readReport(reportFile), { name: project, exitCode });
}

/**
 * @param {StageContext} context
 * @returns {Promise<TestReport>}
 */
async function runPlaywright(context) {
  const reportFile = freshReportFile(context.root, 'e2e');
  const exitCode = await runTool(context, ['scripts/runEndToEnd.mjs', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile,
  });
  const json = readReport(reportFile);
  return withRunnerFailures(json === undefined ? undefined : fromPlaywright(json), { name: 'e2e', exitCode });
}

/**
 * @param {StageContext} context
 * @param {string[]} args Program and arguments, paths relative to the project folder.
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {Promise<number>} Exit code.
 */
function runTool({ root, signal }, args, environment = {}) {
  const env = { ...process.env, ...environment };
  return runInGroup(bundledNodePath(root), args, { cwd: root, env, timeLimitMs: stageTimeLimitMs, signal });
}

/**
 * @param {string} root
 * @param {string} stage
 * @returns {string} Path of the stage's report, which does not exist yet.
 */
function freshReportFile(root, stage) {
  const file = path.join(root, 'node_modules', '.loam', 'reports', `${stage}.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  rmSync(file, { force: true });
  return file;
}

/** @param {string} file */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // The runner ended before it wrote its report; the caller counts that as a failure.
    return undefined;
  }
}
