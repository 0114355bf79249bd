import { isCancellation, LoamError } from '../../../preload/contract/errors';

/** The worker ended in the middle of it. */
export function isDeath(error: unknown): error is LoamError {
  const codes = ['worker/crashed', 'worker/unresponsive', 'worker/crash-loop'];
  return error instanceof LoamError && codes.includes(error.code);
}

/** The index has to be opened again. */
export function isDamage(error: unknown): boolean {
  return error instanceof LoamError && error.code === 'index/damaged';
}

/** What is not the document's fault. */
export function stopsEverything(error: unknown): boolean {
  if (!(error instanceof LoamError)) return false;
  return /^(?:worker|embedder|storage|index|settings)\//.test(error.code) || isCancellation(error);
}

/** Of a file that the worker did not survive. */
export function lethal(): LoamError {
  return new LoamError(
    'document/malformed',
    'Reading this file ended the indexing process twice, so it is left out. Save it anew from the program it comes from, then try again.',
  );
}

/** Of a file whose passages cannot be indexed. */
export function notEmbedded(cause: unknown): LoamError {
  return new LoamError(
    'document/index-failed',
    'The text of this file could be read but not put into the search index, so it is left out. Try it again.',
    { retryable: true, cause },
  );
}
