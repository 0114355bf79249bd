/** What a document may cost. All of it is counted in what was really read, never in what a file says of itself. */
export interface DocumentLimits {
  /** Largest file of a format that is read as it flows by: text, Markdown, source code, CSV, JSON. */
  textFileBytes: number;
  /** Largest file of any other format. */
  binaryFileBytes: number;
  /** All entries of an archive together, inflated. */
  archiveBytes: number;
  /** Entries of an archive. */
  archiveEntries: number;
  /** An entry that grows by more than this while it is inflated is an attack ... */
  archiveRatio: number;
  /** ... once it is larger than this. */
  archiveRatioFromBytes: number;
  /** Text of a document that is not read as it flows by. */
  characters: number;
  /** So long a parser may be silent. */
  silenceMs: number;
  /** So long a parser may work on one document; waiting for the reader of the blocks does not count. */
  workMs: number;
}

const megabyte = 1024 * 1024;

export const defaultDocumentLimits: DocumentLimits = {
  textFileBytes: 2 * 1024 * megabyte,
  binaryFileBytes: 200 * megabyte,
  archiveBytes: 300 * megabyte,
  archiveEntries: 10_000,
  archiveRatio: 200,
  archiveRatioFromBytes: 10 * megabyte,
  characters: 200_000_000,
  silenceMs: 60_000,
  workMs: 10 * 60_000,
};
