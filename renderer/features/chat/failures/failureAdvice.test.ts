import { describe, expect, test } from 'vitest';
import { errorCodes } from '../../../../preload/contract/errors';
import { failureActionLabels, failureAdvice } from './failureAdvice';

test('every error code has its advice', () => {
  expect(Object.keys(failureAdvice).sort()).toEqual([...errorCodes].sort());
});

test('every failure of a turn offers at least one next step', () => {
  const withoutStep = errorCodes.filter((code) => failureAdvice[code].actions.length === 0);
  // A refused link is no turn: it says all by itself.
  expect(withoutStep).toEqual(['link/refused']);
});

test('every next step has a label of its own', () => {
  const labels = Object.values(failureActionLabels);
  expect(new Set(labels).size).toBe(labels.length);
});

describe('the most useful step comes first', () => {
  test.each([
    ['model/none', 'open-models'],
    ['model/file-missing', 'open-models'],
    ['worker/crashed', 'try-again'],
    ['worker/unresponsive', 'try-again'],
    ['generation/prompt-too-long', 'edit-question'],
    ['storage/full', 'open-data-folder'],
    ['conversation/busy', 'reload-conversation'],
  ] as const)('%s: %s', (code, action) => {
    expect(failureAdvice[code].actions[0]).toBe(action);
  });
});

test('a question that is too long comes with an explanation', () => {
  expect(failureAdvice['generation/prompt-too-long'].explanation).toContain('window');
});
