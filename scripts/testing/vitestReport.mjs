import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * A vitest reporter that writes a TestReport to the file that LOAM_TEST_REPORT names. Vitest's own JSON leaves out why a
 * test was skipped, and errors that belong to no test.
 */
export default class VitestReport {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly { message: string }[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const file = process.env.LOAM_TEST_REPORT;
    if (file === undefined) return;
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(toTestReport(modules, unhandledErrors)));
  }
}

/**
 * @param {readonly import('vitest/node').TestModule[]} modules
 * @param {readonly { message: string }[]} unhandledErrors
 * @returns {import('./testReport.mjs').TestReport}
 */
export function toTestReport(modules, unhandledErrors) {
  /** @type {import('./testReport.mjs').TestReport} */
  const report = { passed: 0, failed: [], skipped: [] };
  for (const testModule of modules) {
    let failedHere = 0;
    for (const test of testModule.children.allTests()) {
      const { state, note } = test.result();
      const name = `${testModule.relativeModuleId} > ${test.fullName}`;
      if (state === 'passed') report.passed += 1;
      else if (state === 'skipped')
        report.skipped.push({ name, reason: note ?? `no reason given (${test.options.mode})` });
      else {
        failedHere += 1;
        report.failed.push({ name });
      }
    }
    // A file that cannot be loaded, or whose set-up hook fails, has no failed test to count.
    if (!testModule.ok() && failedHere === 0) report.failed.push({ name: testModule.relativeModuleId });
  }
  for (const error of unhandledErrors)
    report.failed.push({ name: `error outside any test: ${error.message}` });
  return report;
}
