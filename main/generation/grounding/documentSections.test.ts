import { expect, it } from 'vitest';
import { documentSections } from './documentSections';
import { seenDocuments } from './seenDocuments';

const place = { page: null, slide: null, sheet: null, headingPath: [] };
const text = 'One sentence. Another one. A third one.   ';

function passage(ordinal: number, startOffset: number, endOffset: number) {
  return { ordinal, startOffset, endOffset, place, text: text.slice(startOffset, endOffset) };
}

const overlapping = [passage(0, 0, 26), passage(1, 14, 39), passage(2, 20, 30), passage(3, 39, 42)];

it('whole documents are read once, however their passages overlap, in sections numbered through', () => {
  const sections = documentSections([
    { documentId: 'd1', documentName: 'a.txt', passages: overlapping },
    { documentId: 'd2', documentName: 'b.txt', passages: [passage(0, 0, 13)] },
  ]);
  expect(sections.map(({ number, documentId, fromOrdinal }) => [number, documentId, fromOrdinal])).toEqual([
    [1, 'd1', 0],
    [2, 'd1', 1],
    [3, 'd2', 0],
  ]);
  expect(
    sections
      .slice(0, 2)
      .map((section) => section.text)
      .join(''),
  ).toBe(text.trimEnd());
  for (const { startOffset, endOffset, text: sectionText } of sections) {
    expect(sectionText).toBe(text.slice(startOffset, endOffset));
  }
});

it('how much of a document was seen is counted in its own passages', () => {
  const sent = documentSections([
    { documentId: 'd1', documentName: 'a.txt', passages: overlapping.slice(0, 2) },
  ]);
  const joined = sent.map((section) => ({ ...section, fromOrdinal: 0, toOrdinal: 2 }));
  const documents = [
    { id: 'd1', name: 'a.txt', passages: 3 },
    { id: 'd2', name: 'b.txt', passages: 212 },
  ];
  expect(seenDocuments(documents, sent)).toEqual([
    { documentId: 'd1', name: 'a.txt', seen: 'parts', passagesSeen: 2, passagesTotal: 3 },
    { documentId: 'd2', name: 'b.txt', seen: 'nothing', passagesSeen: 0, passagesTotal: 212 },
  ]);
  expect(seenDocuments(documents, joined)[0]).toMatchObject({ seen: 'whole', passagesSeen: 3 });
});
