/** What identifies an embedder. */
export interface EmbedderFacts {
  /** sha256 over the model's files. */
  id: string;
  /** As people read it. */
  name: string;
  dimensions: number;
  /** Tokens it reads of a text, special tokens included; the rest is cut off. */
  maxTokens: number;
}

export interface Embedder {
  readonly facts: EmbedderFacts;
  /** Tokens a text takes, special tokens and the model's passage prefix included; not cut at `maxTokens`. */
  countTokens(text: string): number;
  /**
   * Vectors of unit length, one per text, in the texts' order. Queries go ahead of passages. Rejects with
   * generation/cancelled soon after `signal` is aborted.
   */
  embedPassages(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]>;
  embedQuery(text: string): Promise<Float32Array>;
  /** How many threads embed from now on; null: as many as measurement settled on. */
  setThreads(threads: number | null): Promise<void>;
  /** What still waits is rejected with generation/cancelled. */
  dispose(): Promise<void>;
}
