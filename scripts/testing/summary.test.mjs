import { describe, expect, it } from 'vitest';
import { summarize } from './summary.mjs';
import { fromPlaywright, singleCheck, withRunnerFailures } from './testReport.mjs';

const report = (passed, failed = [], skipped = []) => ({
  passed,
  failed: failed.map((name) => ({ name })),
  skipped: skipped.map((name) => ({ name, reason: 'no device' })),
});
const result = (stage, ...counts) => ({ stage, seconds: 1, report: report(...counts) });
const lastLine = (text) => text.split('\n').at(-1);

describe('the summary of a test run', () => {
  it('ends with the sums over all stages', () => {
    const { text, exitCode } = summarize([result('unit', 40), result('e2e', 2)], { isCi: true });
    expect(lastLine(text)).toBe('42 passed, 0 failed');
    expect(exitCode).toBe(0);
  });

  it('names what failed, and fails', () => {
    const { text, exitCode } = summarize([result('unit', 1, ['a > b']), result('e2e', 2)], { isCi: false });
    expect(text).toContain('FAILED unit: a > b');
    expect(lastLine(text)).toBe('3 passed, 1 failed');
    expect(exitCode).toBe(1);
  });

  it('names what was skipped and why, which only CI takes for a failure', () => {
    const results = [result('unit', 1, [], ['a > b'])];
    const { text, exitCode } = summarize(results, { isCi: false });
    expect(text).toContain('SKIPPED a > b: no device');
    expect(lastLine(text)).toBe('1 passed, 0 failed, 1 skipped');
    expect(exitCode).toBe(0);
    expect(summarize(results, { isCi: true })).toMatchObject({
      exitCode: 1,
      text: expect.stringMatching(/nothing may be skipped.*\n1 passed, 0 failed, 1 skipped$/),
    });
  });
});

describe('the report of a stage', () => {
  const run = (exitCode) => ({ name: 'unit', exitCode });

  it('is a failure when the runner wrote none', () => {
    expect(withRunnerFailures(undefined, run(0)).failed).toHaveLength(1);
  });

  it('is a failure when the runner failed without a failed test', () => {
    const { passed, failed } = withRunnerFailures(report(3), run(1));
    expect(passed).toBe(3);
    expect(failed).toEqual([{ name: 'unit: the runner ended with exit code 1' }]);
  });

  it('is a failure when no test was run', () => {
    expect(withRunnerFailures(report(0), run(0)).failed).toEqual([{ name: 'unit: no test was run' }]);
  });

  it('counts a failed test once', () => {
    expect(withRunnerFailures(report(3, ['a']), run(1)).failed).toEqual([{ name: 'a' }]);
  });

  it('counts a check as one test', () => {
    expect(singleCheck('lint', true)).toEqual(report(1));
    expect(singleCheck('lint', false)).toEqual(report(0, ['lint']));
  });
});

describe('the report of Playwright', () => {
  it('counts each test by its final status, with the reason of a skip', () => {
    const test = (status, annotations = []) => ({ status, annotations });
    const spec = (title, ...tests) => ({ title, tests });
    const json = {
      errors: [{ message: 'set-up hook failed' }],
      suites: [
        {
          title: 'chat.spec.ts',
          specs: [spec('opens', test('expected'))],
          suites: [
            {
              title: 'streaming',
              specs: [
                spec('shows text', test('unexpected')),
                spec('is steady', test('flaky')),
                spec('uses the card', test('skipped', [{ type: 'skip', description: 'no graphics card' }])),
              ],
            },
          ],
        },
      ],
    };
    expect(fromPlaywright(json)).toEqual({
      passed: 1,
      failed: [
        { name: 'chat.spec.ts > streaming > shows text' },
        { name: 'chat.spec.ts > streaming > is steady (passed only when repeated)' },
        { name: 'error outside any test: set-up hook failed' },
      ],
      skipped: [{ name: 'chat.spec.ts > streaming > uses the card', reason: 'no graphics card' }],
    });
  });
});
