import type { DocumentFormat } from '../../../preload/contract/knowledge';
import type { PassageDraft } from './passages/passageDraft';

/** Grows by one with every change that an older worker would not understand. */
export const indexingProtocolVersion = 1;

/** A folder in the Hugging Face layout: config, tokenizer, ONNX file. */
export interface RetrievalModelFolder {
  folder: string;
  /** As people read it in error messages. */
  name: string;
}

/** What a model's files say. */
export interface RetrievalModelFacts {
  kind: 'embedder' | 'reranker';
  /** sha256 over its files. */
  id: string;
  /** Null for a reranker. */
  dimensions: number | null;
  maxTokens: number;
  bytes: number;
}

/** A search index on the disk and the embedder it was made with. */
export interface IndexReference {
  generation: number;
  embedder: RetrievalModelFolder;
  /** Both are checked against the embedder that was opened. */
  embedderId: string;
  dimensions: number;
  /** `read`: another process keeps this index, so nothing is made anew; index/damaged instead. */
  access: 'write' | 'read';
}

export interface FileIdentity {
  format: DocumentFormat;
  bytes: number;
  modifiedMs: number;
  sha256: string;
}

/** What is known of a document once it was read to its end. */
export interface ReadDocument {
  format: DocumentFormat;
  encoding: string | null;
  pages: number | null;
  title: string | null;
  characters: number;
}

/** A passage to be embedded and indexed. All numbers are the tables' sequences. */
export interface PassageToIndex {
  passage: number;
  document: number;
  source: number;
  text: string;
  /** Embedded and searched with the text: the headings above it, the names of its columns. */
  context: string;
}

/** Which passages a search looks at; one of the lists is enough for a passage. */
export interface SearchFilter {
  sources: readonly number[];
  documents: readonly number[];
}

export interface VectorHit {
  passage: number;
  /** Cosine, -1 to 1. */
  similarity: number;
}

export interface FullTextHit {
  passage: number;
  /** BM25. */
  score: number;
}

export interface SearchHits {
  vector: readonly VectorHit[];
  fullText: readonly FullTextHit[];
  embedMs: number;
  vectorMs: number;
  fullTextMs: number;
}

export interface OpenedIndex {
  /** Every passage that it holds, so that the tables can be compared with it. */
  passages: readonly number[];
  /** Why it was started anew; null where it was not. */
  replaced: 'missing' | 'damaged' | 'other-embedder' | null;
}

// A type rather than an interface: only types match the index signatures of WorkerProtocol.
export type IndexingProtocol = {
  init: {
    /** Holds one folder a generation, and what is derived from models. */
    indexFolder: string;
    /** Null: as many as measurement settled on. */
    threads: number | null;
  };
  requests: {
    /** Looks at a file without reading it into memory. Fails with document/*. */
    identify: { input: { path: string }; part: never; output: FileIdentity };
    /** Starts to read a document; its passages are pulled by `nextPassages`. Sized in this embedder's tokens. */
    openDocument: {
      input: { path: string; embedder: RetrievalModelFolder };
      part: never;
      output: { handle: number; format: DocumentFormat };
    };
    /** About as many as `limit`; `end` once there are no more. Fails with document/*, which closes it. */
    nextPassages: {
      input: { handle: number; limit: number };
      part: never;
      output: { passages: readonly PassageDraft[]; end: ReadDocument | null };
    };
    closeDocument: { input: { handle: number }; part: never; output: null };

    /** Opens an index, making an empty one where there is none, it is damaged, or another embedder's. */
    openIndex: { input: IndexReference; part: never; output: OpenedIndex };
    /** Embeds and stores. What is there already under the same number is replaced. On the disk once answered. */
    index: {
      input: { generation: number; passages: readonly PassageToIndex[] };
      part: never;
      output: { indexed: number };
    };
    removePassages: { input: { generation: number; passages: readonly number[] }; part: never; output: null };
    removeDocuments: {
      input: { generation: number; documents: readonly number[] };
      part: never;
      output: null;
    };
    /** Merges small pieces and brings the indexes up to date; when the queue is empty. */
    optimise: { input: { generation: number }; part: never; output: null };
    /** Deletes all others from the disk: an older database does not know them. */
    keepIndexes: { input: { generations: readonly number[] }; part: never; output: null };
    /** Deletes it from the disk. */
    dropIndex: { input: { generation: number }; part: never; output: null };

    /** Ahead of everything that indexes. Fails with index/damaged, after which it must be opened again. */
    search: {
      input: { generation: number; query: string; filter: SearchFilter; limit: number };
      part: never;
      output: SearchHits;
    };
    /** One score a text, higher is better. */
    rerank: {
      input: { model: RetrievalModelFolder; query: string; texts: readonly string[] };
      part: never;
      output: { scores: readonly number[] };
    };
    /** Cosines of these texts' vectors with the first one's. */
    similarities: {
      input: { generation: number; texts: readonly string[] };
      part: never;
      output: { similarities: readonly number[] };
    };
    inspectModel: { input: RetrievalModelFolder; part: never; output: RetrievalModelFacts };
    /** How many threads embed from now on; null: as many as measurement settled on. */
    setThreads: { input: { threads: number | null }; part: never; output: null };
  };
  events: Record<string, never>;
};
