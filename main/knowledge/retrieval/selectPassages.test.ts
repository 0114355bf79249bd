import { expect, it } from 'vitest';
import { rankedPassage, storedPassage } from '../../../test/helpers/rankedPassages';
import type { RankedPassage } from './rankedPassage';
import { selectPassages } from './selectPassages';

/** A token a character. */
const countTokens = (texts: readonly string[]): Promise<number[]> =>
  Promise.resolve(texts.map(({ length }) => length));
const select = (passages: RankedPassage[], budgetTokens = 1000) =>
  selectPassages({ passages }, { budgetTokens, countTokens });

const passage = (sequence: number, documentSequence: number, ordinal: number, text: string): RankedPassage =>
  rankedPassage(storedPassage(sequence, text, { documentSequence, ordinal }));

it('puts the best passage last, where it is nearest to the question, and numbers them as they are read', async () => {
  const { sent, candidates, usedTokens } = await select([
    passage(1, 1, 0, 'best'),
    passage(2, 2, 0, 'second'),
    passage(3, 3, 0, 'third'),
  ]);
  expect(sent.map(({ number, text }) => [number, text])).toEqual([
    [1, 'third'],
    [2, 'second'],
    [3, 'best'],
  ]);
  expect(candidates.map(({ outcome, citation }) => [outcome, citation])).toEqual([
    ['sent', 3],
    ['sent', 2],
    ['sent', 1],
  ]);
  expect(usedTokens).toBe(15);
});

it('joins neighbours into one passage, and says what they share once', async () => {
  const { sent, candidates } = await select([
    passage(2, 1, 1, 'klmnopqrstu'),
    passage(1, 1, 0, 'abcdefghijklm'),
    passage(3, 2, 2, 'another document'),
  ]);
  expect(
    sent.map(({ text, fromOrdinal, toOrdinal, startOffset, endOffset }) => [
      text,
      [fromOrdinal, toOrdinal],
      [startOffset, endOffset],
    ]),
  ).toEqual([
    ['another document', [2, 2], [20, 36]],
    ['abcdefghijklmnopqrstu', [0, 1], [0, 21]],
  ]);
  expect(candidates.map(({ outcome, citation }) => [outcome, citation])).toEqual([
    ['sent', 2],
    ['joined', 2],
    ['sent', 1],
  ]);
});

it('keeps the budget: what does not fit is left out, what is smaller may still fit', async () => {
  const { sent, candidates, usedTokens } = await select(
    [passage(1, 1, 0, 'x'.repeat(60)), passage(2, 2, 0, 'y'.repeat(60)), passage(3, 3, 0, 'z'.repeat(30))],
    100,
  );
  expect(sent.map(({ text }) => text[0])).toEqual(['z', 'x']);
  expect(candidates.map(({ outcome }) => outcome)).toEqual(['sent', 'over-budget', 'sent']);
  expect(usedTokens).toBe(90);
});

it('sends nothing that was judged irrelevant, and keeps the reason', async () => {
  const noise = rankedPassage(storedPassage(1, 'noise'), { verdict: 'below-floor' });
  expect(await select([noise])).toMatchObject({
    sent: [],
    candidates: [{ outcome: 'below-floor', citation: null }],
    usedTokens: 0,
  });
});

it('names the columns of a part of a table', async () => {
  const row = storedPassage(1, 'pump\t300 €\n', { kind: 'table', tableHeader: 'article\tprice' });
  const { sent } = await select([rankedPassage(row)]);
  expect(sent[0]?.text).toBe('article\tprice\npump\t300 €\n');
});
