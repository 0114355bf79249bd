import type { StoredPassage } from '../../main/knowledge/documents/passageRepository';
import type { RankedPassage } from '../../main/knowledge/retrieval/rankedPassage';

/** A passage as it is stored, ten characters further into its document with each ordinal. */
export function storedPassage(
  sequence: number,
  text: string,
  more: Partial<StoredPassage> = {},
): StoredPassage {
  const { ordinal = 0, documentSequence = 1 } = more;
  const startOffset = more.startOffset ?? ordinal * 10;
  return {
    sequence,
    documentSequence,
    documentId: `document${documentSequence}`,
    documentName: `document${documentSequence}.txt`,
    ordinal,
    kind: 'text',
    text,
    startOffset,
    endOffset: startOffset + text.length,
    tokens: text.length,
    place: { page: null, slide: null, sheet: null, headingPath: [] },
    tableHeader: null,
    ...more,
  };
}

/** A passage that is worth sending, unless said otherwise. */
export function rankedPassage(passage: StoredPassage, more: Partial<RankedPassage> = {}): RankedPassage {
  return {
    passage,
    similarity: 0.5,
    fullTextScore: null,
    fusedScore: 0.5,
    rerankScore: null,
    verdict: 'relevant',
    ...more,
  };
}
