import type {
  IndexingProgress,
  KnowledgeDocument,
  KnowledgeScope,
} from '../../../preload/contract/knowledge';
import type { Candidate, CitedPassage, SearchTimings } from '../../../preload/contract/retrieval';
import type { ReadPassage } from './documentSections';

/** What answering needs to know of the user's documents. */
export interface GroundingKnowledge {
  /** Whether there is nothing in it to answer from: what it names was removed, or is empty. */
  isEmpty(scope: KnowledgeScope): boolean;
  /** The part of the scope that is still there. */
  knownScope(scope: KnowledgeScope): KnowledgeScope;
  /** Whether a source of the scope waits for the first look at its files; one that cannot be read does not. */
  isWaitingForScan(scope: KnowledgeScope): boolean;
  /** Until the files of its sources are known. Rejects with generation/cancelled when aborted. */
  whenScanned(scope: KnowledgeScope, signal: AbortSignal): Promise<void>;
  /** Documents that the scope names one by one: single files, and documents picked out of a folder. */
  singleDocuments(scope: KnowledgeScope): KnowledgeDocument[];
  /** Those of these documents that are still there, in any order. */
  documentsById(documentIds: readonly string[]): KnowledgeDocument[];
  /** Until each of them is read to its end, or failed. Rejects with generation/cancelled when aborted. */
  whenRead(documentIds: readonly string[], signal: AbortSignal): Promise<void>;
  /** Until each of them can be searched, or failed. Rejects with generation/cancelled when aborted. */
  whenSearchable(documentIds: readonly string[], signal: AbortSignal): Promise<void>;
  /**
   * All passages of its newest complete reading in order, of which those after one another may overlap; null when they
   * have more characters than that.
   */
  readingOf(documentId: string, mostCharacters: number): readonly ReadPassage[] | null;
  /** Searchable passages of one document between two ordinals, both included, in order. */
  neighbours(documentId: string, fromOrdinal: number, toOrdinal: number): readonly ReadPassage[];
  /** Whether documents that wait to be read will be. */
  progress(): Pick<IndexingProgress, 'activity' | 'problem'>;
  /** How many files of the scope cannot be searched yet, or not at all. */
  unsearchable(scope: KnowledgeScope): number;
}

export interface PassageQuery {
  query: string;
  scope: KnowledgeScope;
  /** In the tokens that `countTokens` counts: those of the passages that are sent, together. */
  budgetTokens: number;
  /** Sizes in the answering model's tokens, with what the prompt writes around a passage. */
  countTokens(texts: readonly string[]): Promise<number[]>;
  signal: AbortSignal;
}

/** What a search in the user's documents came to. */
export interface FoundPassages {
  /** Numbered from 1 in the order the model reads them. */
  sent: CitedPassage[];
  /** Best first. */
  candidates: Candidate[];
  isNothingRelevant: boolean;
  usedTokens: number;
  timings: SearchTimings;
  embedderId: string;
}

/** The search in the user's documents. Rejects with index/*, embedder/* or worker/* when it cannot search. */
export interface GroundingRetrieval {
  findPassages(query: PassageQuery): Promise<FoundPassages>;
}
