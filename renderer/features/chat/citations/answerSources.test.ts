import { describe, expect, test } from 'vitest';
import { sampleCitation, sampleGrounding } from '../../../../test/helpers/renderer/sampleGrounding';
import { answerSources, groundingNotices, seenInWords } from './answerSources';

describe('the sources of an answer', () => {
  const grounding = sampleGrounding({
    sent: [
      sampleCitation(1, { documentId: 'd1', documentName: 'pump.md' }),
      sampleCitation(2, { documentId: 'd2', documentName: 'costs.csv' }),
      sampleCitation(3, { documentId: 'd1', documentName: 'pump.md' }),
      sampleCitation(4, { documentId: 'd3', documentName: 'garden.txt' }),
    ],
    documents: [
      { documentId: 'd1', name: 'pump.md', seen: 'parts', passagesSeen: 2, passagesTotal: 9 },
      { documentId: 'd4', name: 'empty.txt', seen: 'nothing', passagesSeen: 0, passagesTotal: 3 },
    ],
  });

  test('are the cited documents in the order of the text, then those that were only read', () => {
    const { cited, alsoRead, unread } = answerSources('It costs 40 [2] and holds 9 [3][1].', grounding);
    expect(cited.map(({ name, cited: passages }) => [name, passages.map(({ number }) => number)])).toEqual([
      ['costs.csv', [2]],
      ['pump.md', [1, 3]],
    ]);
    expect(alsoRead.map(({ name }) => name)).toEqual(['garden.txt']);
    expect(unread.map(({ name }) => name)).toEqual(['empty.txt']);
  });

  test('that a search found stand with the nearest to the question first', () => {
    const { alsoRead } = answerSources('Nothing is cited.', grounding);
    expect(alsoRead.map(({ name }) => name)).toEqual(['garden.txt', 'pump.md', 'costs.csv']);
    expect(alsoRead[1]?.passages.map(({ number }) => number)).toEqual([3, 1]);
  });

  test('that went in whole stand in their own order', () => {
    const { alsoRead } = answerSources('Nothing is cited.', { ...grounding, query: null });
    expect(alsoRead.map(({ name }) => name)).toEqual(['pump.md', 'costs.csv', 'garden.txt']);
  });

  test('know how much of a document was read', () => {
    const { cited } = answerSources('[1]', grounding);
    expect(cited[0]?.seen).toMatchObject({ seen: 'parts', passagesSeen: 2 });
  });
});

test('what was seen of a document is said in words', () => {
  expect(seenInWords({ seen: 'whole', passagesSeen: 3, passagesTotal: 3 })).toBe('read whole');
  expect(seenInWords({ seen: 'parts', passagesSeen: 6, passagesTotal: 1212 })).toBe(
    '6 of 1,212 passages seen',
  );
});

describe('notices', () => {
  test('are none where all went well', () => {
    expect(groundingNotices(sampleGrounding())).toEqual([]);
  });

  test('say that nothing was found, what could not be searched and what was removed', () => {
    expect(
      groundingNotices(
        sampleGrounding({ isNothingRelevant: true, unreadableDocuments: 2, removedCitations: [9, 7] }),
      ),
    ).toEqual([
      'Nothing relevant was found in the documents of this chat. The model was given none of them, and told to say so.',
      '2 files of this chat could not be searched.',
      'Removed 2 citations to passages that do not exist.',
    ]);
  });

  test.each([
    ['part', 'Some of the documents of this chat were removed. The answer is drawn from the others.'],
    ['removed', 'The documents of this chat were removed. The model answered without any.'],
    ['empty', 'There are no documents in what this chat answers from. The model answered without any.'],
  ] as const)('tell a scope of which %s was there', (scopeExtent, notice) => {
    expect(groundingNotices(sampleGrounding({ scopeExtent }))).toEqual([notice]);
  });

  test('warn where only parts were read', () => {
    const documents = [
      { documentId: 'd1', name: 'a.md', seen: 'parts' as const, passagesSeen: 1, passagesTotal: 2 },
    ];
    expect(groundingNotices(sampleGrounding({ documents, removedCitations: [4] }))).toEqual([
      'Only parts of these documents were read: a count or a summary may miss something.',
      'Removed a citation to a passage that does not exist.',
    ]);
  });
});
