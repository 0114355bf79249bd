import { expect, test } from 'vitest';
import { sampleDocument, sampleSource } from '../../../../test/helpers/renderer/sampleGrounding';
import { emptyScope } from '../../../../preload/contract/knowledge';
import { chosenDocumentsInWords, isEmptyScope, isSameScope, scopeOfChosen, toggledScope } from './scopeWords';
import { sampleCollection } from '../../../../test/helpers/renderer/sampleGrounding';

test('what is chosen is counted by kind', () => {
  expect(
    chosenDocumentsInWords({
      collections: [sampleCollection(), sampleCollection({ id: 'k2' })],
      sources: [sampleSource(), sampleSource({ id: 's2', kind: 'folder' })],
      documents: [sampleDocument()],
      removed: 0,
    }),
  ).toBe('2 collections, 1 folder, 2 files');
});

test('one thing alone is called by its name', () => {
  const nothing = { collections: [], sources: [], documents: [], removed: 0 };
  expect(chosenDocumentsInWords({ ...nothing, sources: [sampleSource({ name: 'pump.md' })] })).toBe(
    'pump.md',
  );
  expect(chosenDocumentsInWords(nothing)).toBe('No documents');
});

test('what was removed is counted, and said where nothing is left', () => {
  const left = { collections: [], sources: [sampleSource({ id: 's1', name: 'pump.md' })], documents: [] };
  expect(chosenDocumentsInWords({ ...left, removed: 2 })).toBe('pump.md, 2 removed');
  expect(chosenDocumentsInWords({ ...left, sources: [], removed: 1 })).toBe('Documents removed');
  expect(scopeOfChosen({ ...left, removed: 2 })).toEqual({ ...emptyScope, sourceIds: ['s1'] });
});

test('a choice is made and taken back', () => {
  const chosen = toggledScope(emptyScope, 'collectionIds', 'k1');
  expect(chosen).toEqual({ ...emptyScope, collectionIds: ['k1'] });
  expect(isEmptyScope(chosen)).toBe(false);
  expect(toggledScope(chosen, 'collectionIds', 'k1')).toEqual(emptyScope);
  expect(isEmptyScope(emptyScope)).toBe(true);
});

test('the order of choosing makes no difference', () => {
  const a = { ...emptyScope, sourceIds: ['s1', 's2'] };
  expect(isSameScope(a, { ...emptyScope, sourceIds: ['s2', 's1'] })).toBe(true);
  expect(isSameScope(a, { ...emptyScope, sourceIds: ['s2', 's3'] })).toBe(false);
  expect(isSameScope(a, emptyScope)).toBe(false);
});
