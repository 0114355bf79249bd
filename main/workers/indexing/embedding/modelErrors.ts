import { LoamError } from '../../../../preload/contract/errors';

/** What is wrong with a model's files, and what to do. */
export function invalidModel(name: string, reason: string, cause?: unknown): LoamError {
  return new LoamError(
    'embedder/file-invalid',
    `“${name}” cannot be used for documents: ${reason}. Choose a folder with a whole model for texts, in the ONNX ` +
      'format: config.json, tokenizer.json and an .onnx file.',
    { cause },
  );
}

/** What a model that cannot be run means to people. */
export function loadFailure(name: string, error: unknown): LoamError {
  if (error instanceof LoamError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new LoamError(
    'embedder/load-failed',
    `“${name}” could not be run: ${reason}. Your documents are kept. Choose another model for documents, or add this ` +
      'one again if its files may be damaged.',
    { cause: error },
  );
}
