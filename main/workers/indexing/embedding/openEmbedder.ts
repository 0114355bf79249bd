import type { LoamError } from '../../../../preload/contract/errors';
import type { RetrievalModelFolder } from '../protocol';
import type { Embedder } from './embedder';
import { deriveInt8Model } from './int8Model';
import { invalidModel, loadFailure } from './modelErrors';
import { readModelFolder } from './modelFolder';
import { readModelSettings } from './modelSettings';
import { startModelThread } from './modelThread';
import { countPhysicalCores } from './physicalCores';
import { ThreadPool } from './threadPool';
import { openTokenEncoder } from './tokenEncoder';

/** Each thread holds the model once more (60 MB); what is left of the cores reads documents, and is the user's. */
const maxThreads = 4;

export interface EmbedderOptions {
  /** For what is derived from the model's files. */
  cacheFolder: string;
  /** Null: one a physical core, which measurement settled on, but at most 4. */
  threads: number | null;
}

/**
 * Loads an embedder from its folder; nothing is asked of a network.
 *
 * @throws LoamError embedder/not-found, embedder/file-invalid, or embedder/load-failed when its files are whole but
 *   cannot be run
 */
export async function openEmbedder(
  model: RetrievalModelFolder,
  { cacheFolder, threads }: EmbedderOptions,
): Promise<Embedder> {
  const files = await readModelFolder(model);
  const settings = readModelSettings(files);
  if (settings.kind !== 'embedder')
    throw invalidModel(model.name, 'it judges pairs of texts and makes no vectors');
  const encoder = await openTokenEncoder(files, settings.maxTokens);
  const describe = (error: unknown): LoamError => loadFailure(model.name, error);

  const derived = await deriveInt8Model(files, settings, encoder, cacheFolder).catch((error: unknown) => {
    throw describe(error);
  });
  const start = () =>
    startModelThread({
      model: derived ?? files.onnxFile,
      optimization: derived === null ? 'all' : 'basic',
      output: settings.output,
      trial: encoder.encode('a'),
    });
  const first = await start().catch((error: unknown) => {
    throw describe(error);
  });
  const cores = Math.min(await countPhysicalCores(), maxThreads);
  const limitOf = (wanted: number | null): number => Math.max(1, Math.floor(wanted ?? cores));
  const pool = new ThreadPool(first, limitOf(threads), start, describe);

  const embed = (texts: readonly string[], prefix: string, isUrgent: boolean, signal: AbortSignal) =>
    pool.run({
      length: texts.length,
      encode: (index) => encoder.encode(prefix + (texts[index] ?? '')),
      isUrgent,
      signal,
    });
  return {
    facts: {
      id: files.id,
      name: model.name,
      dimensions: first.outputLength,
      maxTokens: settings.maxTokens,
    },
    countTokens: (text) => encoder.count(settings.passagePrefix + text),
    embedPassages: (texts, signal) => embed(texts, settings.passagePrefix, false, signal),
    async embedQuery(text) {
      const [vector] = await embed([text], settings.queryPrefix, true, new AbortController().signal);
      if (!vector) throw describe(new Error('it gave no vector'));
      return vector;
    },
    setThreads(wanted) {
      pool.setLimit(limitOf(wanted));
      return Promise.resolve();
    },
    dispose: () => pool.dispose(),
  };
}
