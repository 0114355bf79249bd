import type {
  Collection,
  KnowledgeDocument,
  PassagePlace,
  ReaderPassage,
  Source,
} from '../../../preload/contract/knowledge';
import type { Candidate, CitedPassage, Grounding } from '../../../preload/contract/retrieval';

export const nowhere: PassagePlace = { page: null, slide: null, sheet: null, headingPath: [] };

/** A passage of the document `d1`, as an answer was given it. */
export function sampleCitation(number: number, changes: Partial<CitedPassage> = {}): CitedPassage {
  const ordinal = number - 1;
  const text = changes.text ?? `Passage ${number} of the document.`;
  return {
    number,
    documentId: 'd1',
    documentName: 'pump.md',
    fromOrdinal: ordinal,
    toOrdinal: ordinal,
    startOffset: ordinal * 100,
    endOffset: ordinal * 100 + text.length,
    place: nowhere,
    ...changes,
    text,
  };
}

export function sampleCandidate(ordinal: number, changes: Partial<Candidate> = {}): Candidate {
  return {
    documentId: 'd1',
    documentName: 'pump.md',
    ordinal,
    place: nowhere,
    text: `Passage ${ordinal + 1} of the document.`,
    tokens: 12,
    similarity: 0.62,
    fullTextScore: 4.1,
    fusedScore: 0.8,
    rerankScore: null,
    outcome: 'sent',
    citation: ordinal + 1,
    ...changes,
  };
}

/** What an answer was given of one document, by a search. */
export function sampleGrounding(changes: Partial<Grounding> = {}): Grounding {
  return {
    scopeExtent: 'all',
    queryOrigin: 'as-asked',
    query: 'How much does the pump hold?',
    candidates: [sampleCandidate(0)],
    sent: [sampleCitation(1)],
    documents: [],
    isNothingRelevant: false,
    unreadableDocuments: 0,
    budgetTokens: 1200,
    usedTokens: 340,
    timings: { embedMs: 8, vectorMs: 3, fullTextMs: 2, rerankMs: null, totalMs: 15 },
    embedderId: 'all-MiniLM-L6-v2',
    removedCitations: [],
    ...changes,
  };
}

export function sampleDocument(changes: Partial<KnowledgeDocument> = {}): KnowledgeDocument {
  return {
    id: 'd1',
    sourceId: 's1',
    collectionId: 'k1',
    path: '/home/ada/pump.md',
    name: 'pump.md',
    format: 'markdown',
    bytes: 4000,
    state: 'done',
    error: null,
    passages: 3,
    characters: 300,
    tokens: 90,
    pages: null,
    indexedAt: 1_700_000_000_000,
    ...changes,
  };
}

/** A passage of a document whose passages follow each other without a gap, 100 characters apart. */
export function samplePassage(ordinal: number, changes: Partial<ReaderPassage> = {}): ReaderPassage {
  const text = changes.text ?? `Passage ${ordinal + 1} of the document.`;
  return {
    ordinal,
    kind: 'text',
    startOffset: ordinal * 100,
    endOffset: ordinal * 100 + text.length,
    place: nowhere,
    tableHeader: null,
    ...changes,
    text,
  };
}

export const noDocuments = { queued: 0, parsing: 0, embedding: 0, done: 0, failed: 0, cancelled: 0 };

/** A single file that was read. */
export function sampleSource(changes: Partial<Source> = {}): Source {
  return {
    id: 's1',
    collectionId: 'k1',
    kind: 'file',
    path: '/home/ada/pump.md',
    name: 'pump.md',
    excludes: [],
    isWatched: true,
    addedAt: 1_700_000_000_000,
    documents: { ...noDocuments, done: 1 },
    passages: 3,
    bytes: 4000,
    lastIndexedAt: 1_700_000_000_000,
    problem: null,
    ...changes,
  };
}

export function sampleCollection(changes: Partial<Collection> = {}): Collection {
  return {
    id: 'k1',
    name: 'Workshop',
    createdAt: 1_700_000_000_000,
    sources: 1,
    documents: { ...noDocuments, done: 12 },
    passages: 340,
    bytes: 90_000,
    ...changes,
  };
}
