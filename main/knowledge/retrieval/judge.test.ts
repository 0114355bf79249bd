import { expect, it } from 'vitest';
import { storedPassage } from '../../../test/helpers/rankedPassages';
import { type FoundPassage, judge } from './judge';

const found = (text: string, more: Partial<FoundPassage> = {}): FoundPassage => ({
  passage: storedPassage(1, text),
  similarity: 0.6,
  fullTextScore: null,
  fusedScore: 0.5,
  rerankScore: null,
  ...more,
});
const verdicts = (
  query: string,
  passages: FoundPassage[],
  { limit = 10, unrelatedSimilarity = 0 } = {},
): string[] => judge(passages, { query, limit, unrelatedSimilarity }).map(({ verdict }) => verdict);

it('leaves out what is far from the query in meaning and in words', () => {
  const query = 'How do I bake sourdough bread?';
  expect(verdicts(query, [found('Lift of a wing in a slipstream.', { similarity: 0.15 })])).toEqual([
    'below-floor',
  ]);
  expect(
    verdicts(query, [found('You should bake the wing.', { similarity: 0.15, fullTextScore: 2 })]),
  ).toEqual(['below-floor']);
  expect(verdicts(query, [found('Bread needs yeast.', { similarity: 0.45 })])).toEqual(['relevant']);
});

it('keeps a passage that has the words of the query, however far its meaning seems to be', () => {
  const exact = found('Code ERR_4711: the pump is blocked.', { similarity: null, fullTextScore: 7 });
  expect(verdicts('ERR_4711', [exact])).toEqual(['relevant']);
  expect(verdicts('blocked pumps', [exact])).toEqual(['relevant']);
});

it('measures the distance on the scale of the embedder', () => {
  const passage = found('Lift of a wing.', { similarity: 0.75 });
  expect(verdicts('bread', [passage], { unrelatedSimilarity: 0.7 })).toEqual(['below-floor']);
  expect(verdicts('bread', [passage], { unrelatedSimilarity: 0 })).toEqual(['relevant']);
});

it('leaves out what says the same in nearly the same words', () => {
  const text = 'The pump has to be oiled every month by a person who has read the manual of the pump before.';
  const copy = text.replace('before', 'beforehand');
  expect(
    verdicts('pump', [found(text), found(copy), found('The pump is in the cellar of the house.')]),
  ).toEqual(['relevant', 'near-duplicate', 'relevant']);
});

it('finds no more relevant than asked for', () => {
  const passages = ['one thing', 'another matter', 'a third subject'].map((text) => found(text));
  expect(verdicts('thing', passages, { limit: 2 })).toEqual(['relevant', 'relevant', 'beyond-limit']);
});
