import { useMemo } from 'react';
import type { CitedPassage, Grounding } from '../../../../preload/contract/retrieval';
import { showSource } from '../../sourceViewer/sourceViewerStore';
import type { Citations } from './CitationsContext';

/** Opens the document of a passage at the passage, beside the chat. */
export function openCitation(citation: CitedPassage): void {
  showSource({ documentId: citation.documentId, ordinal: citation.fromOrdinal, citation });
}

/**
 * What numbers in brackets mean in an answer; null: nothing.
 *
 * @param readsDocuments whether the answer that is being written draws on documents, as far as that is known
 */
export function useCitations(grounding: Grounding | null, readsDocuments: boolean): Citations | null {
  return useMemo(() => {
    if (grounding !== null) {
      const passages = new Map(grounding.sent.map((passage) => [passage.number, passage]));
      return { passages, open: openCitation };
    }
    return readsDocuments ? { passages: null, open: openCitation } : null;
  }, [grounding, readsDocuments]);
}
