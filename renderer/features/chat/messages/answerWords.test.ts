import { expect, test } from 'vitest';
import { defaultSampling } from '../../../../preload/contract/sampling';
import { sampleProvenance } from '../../../../test/helpers/renderer/sampleChat';
import { answerSummary, durationInWords, samplingInWords, speedInWords, tokensInWords } from './answerWords';

test('durations keep the digits that matter', () => {
  expect([213, 9_994, 12_440, 125_000].map(durationInWords)).toEqual([
    '0.21 s',
    '9.99 s',
    '12.4 s',
    '2 min 5 s',
  ]);
});

test('speeds are whole above ten tokens a second and have one decimal below', () => {
  expect([62.3, 8.25].map(speedInWords)).toEqual(['62 tokens/s', '8.3 tokens/s']);
});

test('one token is singular', () => {
  expect([1, 1234].map(tokensInWords)).toEqual(['1 token', '1,234 tokens']);
});

test('the line under an answer names model, speed and wait', () => {
  expect(answerSummary(sampleProvenance())).toEqual([
    'SmolLM2 135M',
    '62 tokens/s',
    'first word after 0.21 s',
  ]);
});

test('the line under an answer leaves out what was not measured', () => {
  expect(answerSummary(sampleProvenance({ tokensPerSecond: null, timeToFirstTokenMs: null }))).toEqual([
    'SmolLM2 135M',
  ]);
});

test('the line under an answer says when a limit cut it off', () => {
  expect(answerSummary(sampleProvenance({ stopReason: 'limit' })).at(-1)).toBe('ended at the length limit');
  expect(answerSummary(sampleProvenance({ stopReason: 'window' })).at(-1)).toBe(
    'ended because the window was full',
  );
});

test('sampling reads as a sentence', () => {
  expect(samplingInWords({ ...defaultSampling, topK: 0, maxTokens: 1024 })).toBe(
    'temperature 0.7, top-p 0.95, top-k off, min-p 0.05, repeat penalty 1.1, at most 1,024 tokens',
  );
});
