import { expect, it } from 'vitest';
import { rankedPassage, storedPassage } from '../../../test/helpers/rankedPassages';
import { rankOfExpected } from './rankOfExpected';
import { meanReciprocalRank } from './recallService';

const passages = [
  rankedPassage(storedPassage(1, 'noise', { documentSequence: 7 }), { verdict: 'below-floor' }),
  rankedPassage(storedPassage(2, 'Of something else.', { documentSequence: 1 })),
  rankedPassage(storedPassage(3, 'Oil the\n  Pump daily.', { documentSequence: 2 })),
];

it('is the place of the expected document among what is relevant', () => {
  expect(rankOfExpected({ expectedDocumentId: 'document2', expectedText: '' }, passages)).toBe(2);
  expect(rankOfExpected({ expectedDocumentId: 'document7', expectedText: '' }, passages)).toBeNull();
});

it('asks for the expected words too, whatever their blanks and capitals', () => {
  expect(rankOfExpected({ expectedDocumentId: 'document2', expectedText: 'oil the pump' }, passages)).toBe(2);
  expect(
    rankOfExpected({ expectedDocumentId: 'document2', expectedText: 'oil the fan' }, passages),
  ).toBeNull();
});

it('looks no further than ten passages', () => {
  const many = Array.from({ length: 11 }, (_, index) =>
    rankedPassage(storedPassage(index, `text ${index}`, { documentSequence: index + 1 })),
  );
  expect(rankOfExpected({ expectedDocumentId: 'document10', expectedText: '' }, many)).toBe(10);
  expect(rankOfExpected({ expectedDocumentId: 'document11', expectedText: '' }, many)).toBeNull();
});

it('counts what was not found as 0 in the mean of the reciprocal ranks', () => {
  expect(meanReciprocalRank([1, 2, null, 4])).toBe((1 + 0.5 + 0.25) / 4);
  expect(meanReciprocalRank([])).toBe(0);
});
