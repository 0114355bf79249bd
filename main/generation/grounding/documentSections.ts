import type { PassagePlace } from '../../../preload/contract/knowledge';
import type { CitedPassage } from '../../../preload/contract/retrieval';

/** A passage of a reading; those after one another may overlap. */
export interface ReadPassage {
  ordinal: number;
  text: string;
  startOffset: number;
  endOffset: number;
  place: PassagePlace;
}

export interface ReadDocument {
  documentId: string;
  documentName: string;
  passages: readonly ReadPassage[];
}

/**
 * Whole documents as the model reads them: every character once, in numbered sections, so that a citation leads to its
 * place and not just to the file.
 */
export function documentSections(documents: readonly ReadDocument[]): CitedPassage[] {
  const sections = documents.flatMap(({ documentId, documentName, passages }) =>
    passages.map((passage, index) => ({
      documentId,
      documentName,
      fromOrdinal: passage.ordinal,
      toOrdinal: passage.ordinal,
      ...withoutOverlap(passage, passages[index - 1]),
      place: passage.place,
    })),
  );
  return sections
    .filter(({ text }) => text.trim() !== '')
    .map((section, index) => ({ number: index + 1, ...section }));
}

function withoutOverlap(
  { text, startOffset, endOffset }: ReadPassage,
  previous: ReadPassage | undefined,
): Pick<CitedPassage, 'text' | 'startOffset' | 'endOffset'> {
  const overlap = Math.min(text.length, Math.max(0, (previous?.endOffset ?? 0) - startOffset));
  return { text: text.slice(overlap), startOffset: startOffset + overlap, endOffset };
}
