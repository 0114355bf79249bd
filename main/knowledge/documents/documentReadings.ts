import type { KnowledgeDocument, ReaderPassage } from '../../../preload/contract/knowledge';
import type { DocumentListing } from './documentListing';
import type { PassageRepository, StoredPassage } from './passageRepository';

/** A piece of a document for the page that shows it. */
export interface DocumentPiece {
  document: KnowledgeDocument;
  /** In order. */
  passages: ReaderPassage[];
  /** How many there are to be read in all. */
  readablePassages: number;
}

/** So that no statement takes long. */
const passagesAtOnce = 500;

/** Documents as they are read from start to end, rather than searched. */
export class DocumentReadings {
  readonly #documents: DocumentListing;
  readonly #passages: PassageRepository;

  constructor(documents: DocumentListing, passages: PassageRepository) {
    this.#documents = documents;
    this.#passages = passages;
  }

  /** The passages of a document from one on. @throws LoamError document/not-found */
  piece(documentId: string, fromOrdinal: number, limit: number): DocumentPiece {
    const document = this.#documents.require(documentId);
    // Citations count in what can be searched; before there is any, in what is read.
    const isSearchable = document.indexedAt !== null;
    const stored = isSearchable
      ? this.#passages.neighbours(documentId, fromOrdinal, fromOrdinal + limit - 1)
      : this.#passages.readFrom(documentId, fromOrdinal, limit);
    const readablePassages = isSearchable ? document.passages : this.#passages.countReadable(documentId);
    return { document, passages: stored.map(readerPassage), readablePassages };
  }

  /**
   * All passages of the newest complete reading in order, of which those after one another may overlap; null when they
   * have more characters than that.
   */
  newest(documentId: string, mostCharacters: number): StoredPassage[] | null {
    const passages: StoredPassage[] = [];
    for (;;) {
      const page = this.#passages.readFrom(documentId, passages.length, passagesAtOnce);
      if (page.some(({ endOffset }) => endOffset > mostCharacters)) return null;
      passages.push(...page);
      if (page.length < passagesAtOnce) return passages;
    }
  }
}

function readerPassage(passage: StoredPassage): ReaderPassage {
  const { ordinal, kind, text, startOffset, endOffset, place, tableHeader } = passage;
  return { ordinal, kind, text, startOffset, endOffset, place, tableHeader };
}
