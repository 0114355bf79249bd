import { LoamError } from '../../../preload/contract/errors';
import type { LlamaLibrary } from './llamaRuntime';

/** What could not be had though it was expected to fit. */
const failedAllocation = /(failed|unable) to allocate|out ?of ?(device)? ?memory/i;

/**
 * A failure to load a model, in words for people. What is one already passes through.
 *
 * @param said what llama.cpp said meanwhile
 */
export function loadFailure(
  library: LlamaLibrary,
  modelName: string,
  { cause, said = '' }: { cause: unknown; said?: string },
): LoamError {
  if (cause instanceof LoamError) return cause;
  if (isMissingFile(cause)) {
    return new LoamError(
      'model/file-missing',
      `The file of ${modelName} is not there any more. Choose another model, or put the file back.`,
      { cause },
    );
  }
  if (cause instanceof library.InsufficientMemoryError || failedAllocation.test(said)) {
    return new LoamError(
      'model/out-of-memory',
      `There is not enough free memory for ${modelName} with this context size. Close other programs, choose a smaller context or fewer layers on the graphics device in the settings, or choose a smaller model.`,
      { cause, retryable: true },
    );
  }
  return new LoamError(
    'model/load-failed',
    `${modelName} could not be loaded: its file is damaged, or of a kind this version of Loam cannot run. Get the file again or choose another model.`,
    { cause },
  );
}

export function isMissingFile(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
