/**
 * @typedef {{ stage: string, seconds: number, report: import('./testReport.mjs').TestReport }} StageResult
 */

/**
 * @param {StageResult[]} results
 * @param {{ isCi: boolean }} options In CI a skipped test fails the run.
 * @returns {{ text: string, exitCode: number }} The text's last line is `N passed, N failed`, with `, N skipped` if any.
 */
export function summarize(results, { isCi }) {
  const failed = results.flatMap(({ stage, report }) =>
    report.failed.map(({ name }) => `FAILED ${stage}: ${name}`),
  );
  const skipped = results.flatMap(({ report }) =>
    report.skipped.map(({ name, reason }) => `SKIPPED ${name}: ${reason}`),
  );
  const passed = results.reduce((sum, { report }) => sum + report.passed, 0);
  const skipsFail = isCi && skipped.length > 0;
  const counts = [`${passed} passed`, `${failed.length} failed`];
  if (skipped.length > 0) counts.push(`${skipped.length} skipped`);
  const lines = [
    formatRows(results),
    ...failed,
    ...skipped,
    ...(skipsFail ? ['In CI nothing may be skipped, so the run has failed.'] : []),
    counts.join(', '),
  ];
  return { text: lines.join('\n'), exitCode: failed.length > 0 || skipsFail ? 1 : 0 };
}

/** @param {StageResult[]} results */
function formatRows(results) {
  const rows = results.map(({ stage, seconds, report }) =>
    [
      stage.padEnd(12),
      String(report.passed).padStart(7),
      String(report.failed.length).padStart(7),
      String(report.skipped.length).padStart(8),
      seconds.toFixed(1).padStart(8),
    ].join(''),
  );
  return ['Stage        Passed Failed Skipped Seconds', ...rows].join('\n');
}
