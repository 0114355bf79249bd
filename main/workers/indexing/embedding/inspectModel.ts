import type { RetrievalModelFacts, RetrievalModelFolder } from '../protocol';
import { invalidModel } from './modelErrors';
import { readModelFolder } from './modelFolder';
import { readModelSettings } from './modelSettings';
import { startModelThread } from './modelThread';
import { openTokenEncoder } from './tokenEncoder';

/**
 * What a model's folder holds. The model is run once, so that one which cannot be used is refused before anything is
 * indexed with it.
 *
 * @throws LoamError embedder/not-found or embedder/file-invalid, with the reason and the next step
 */
export async function inspectModel(model: RetrievalModelFolder): Promise<RetrievalModelFacts> {
  const files = await readModelFolder(model);
  const { kind, output, maxTokens } = readModelSettings(files);
  const encoder = await openTokenEncoder(files, maxTokens);
  const thread = await startModelThread({
    model: files.onnxFile,
    optimization: 'basic',
    output,
    trial: kind === 'embedder' ? encoder.encode('a') : encoder.encodePair('a', 'a'),
  }).catch((error: unknown) => {
    throw invalidModel(
      model.name,
      `it cannot be run (${error instanceof Error ? error.message : String(error)})`,
      error,
    );
  });
  await thread.close();
  if (kind === 'reranker' && thread.outputLength > 2) {
    throw invalidModel(
      model.name,
      `it sorts texts into ${thread.outputLength} classes instead of judging them`,
    );
  }
  return {
    kind,
    id: files.id,
    dimensions: kind === 'embedder' ? thread.outputLength : null,
    maxTokens,
    bytes: files.bytes,
  };
}
