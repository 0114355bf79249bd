/**
 * What one stage of `npm test` came to.
 *
 * @typedef {object} TestReport
 * @property {number} passed
 * @property {{ name: string }[]} failed
 * @property {{ name: string, reason: string }[]} skipped
 */

/**
 * @param {string} name
 * @param {boolean} hasPassed
 * @returns {TestReport} The report of a check that counts as one test.
 */
export function singleCheck(name, hasPassed) {
  return hasPassed ? { passed: 1, failed: [], skipped: [] } : { passed: 0, failed: [{ name }], skipped: [] };
}

/**
 * Takes nothing on trust: a runner that failed without a failed test, wrote no report or ran no test has failed.
 * @param {TestReport | undefined} report Undefined when the runner wrote none.
 * @param {{ name: string, exitCode: number }} run
 * @returns {TestReport}
 */
export function withRunnerFailures(report, { name, exitCode }) {
  const { passed, failed, skipped } = report ?? { passed: 0, failed: [], skipped: [] };
  const isEmpty = passed + failed.length + skipped.length === 0;
  const trouble = [];
  if (report === undefined) trouble.push(`${name}: the runner wrote no report (exit code ${exitCode})`);
  else if (exitCode !== 0 && failed.length === 0)
    trouble.push(`${name}: the runner ended with exit code ${exitCode}`);
  else if (isEmpty) trouble.push(`${name}: no test was run`);
  return { passed, failed: [...failed, ...trouble.map((text) => ({ name: text }))], skipped };
}

/**
 * @param {any} json The report of Playwright's JSON reporter.
 * @returns {TestReport} A test that passed only when it was repeated counts as failed.
 */
export function fromPlaywright(json) {
  /** @type {TestReport} */
  const report = { passed: 0, failed: [], skipped: [] };
  const visit = (/** @type {any} */ suite, /** @type {string[]} */ titles) => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) addPlaywrightTest(report, [...titles, spec.title].join(' > '), test);
    }
    for (const child of suite.suites ?? []) visit(child, [...titles, child.title]);
  };
  for (const suite of json.suites ?? []) visit(suite, [suite.title]);
  for (const error of json.errors ?? [])
    report.failed.push({ name: `error outside any test: ${error.message}` });
  return report;
}

/**
 * @param {TestReport} report
 * @param {string} name
 * @param {any} test
 */
function addPlaywrightTest(report, name, test) {
  if (test.status === 'expected') report.passed += 1;
  else if (test.status === 'skipped')
    report.skipped.push({ name, reason: skipReason(test.annotations ?? []) });
  else report.failed.push({ name: test.status === 'flaky' ? `${name} (passed only when repeated)` : name });
}

/** @param {{ type: string, description?: string }[]} annotations */
function skipReason(annotations) {
  const skip = annotations.find(({ type }) => type === 'skip' || type === 'fixme');
  return skip?.description ?? 'no reason given';
}
