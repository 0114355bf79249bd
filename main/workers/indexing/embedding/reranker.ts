import type { RetrievalModelFolder } from '../protocol';
import { invalidModel, loadFailure } from './modelErrors';
import { readModelFolder } from './modelFolder';
import { readModelSettings } from './modelSettings';
import { startModelThread } from './modelThread';
import { ThreadPool } from './threadPool';
import { openTokenEncoder } from './tokenEncoder';

export interface RerankerFacts {
  /** sha256 over the model's files. */
  id: string;
  /** As people read it. */
  name: string;
  /** Tokens it reads of a question and a text together, special tokens included. */
  maxTokens: number;
}

/** A model that judges how well a text answers a question (a cross-encoder). */
export interface Reranker {
  readonly facts: RerankerFacts;
  /** One score a text, in the texts' order, higher is better. Rejects with generation/cancelled once aborted. */
  score(query: string, texts: readonly string[], signal: AbortSignal): Promise<number[]>;
  /** What still waits is rejected with generation/cancelled. */
  dispose(): Promise<void>;
}

/**
 * Loads a cross-encoder from its folder; nothing is asked of a network.
 *
 * @param options `threads`: how many texts are judged at once; null: two
 * @throws LoamError embedder/not-found, embedder/file-invalid or embedder/load-failed
 */
export async function openReranker(
  model: RetrievalModelFolder,
  { threads }: { threads: number | null },
): Promise<Reranker> {
  const files = await readModelFolder(model);
  const settings = readModelSettings(files);
  if (settings.kind !== 'reranker')
    throw invalidModel(model.name, 'it makes vectors and judges no pairs of texts');
  const encoder = await openTokenEncoder(files, settings.maxTokens);
  const describe = (error: unknown) => loadFailure(model.name, error);
  const start = () =>
    startModelThread({
      model: files.onnxFile,
      optimization: 'all',
      output: settings.output,
      trial: encoder.encodePair('a', 'a'),
    });
  const first = await start().catch((error: unknown) => {
    throw describe(error);
  });
  if (first.outputLength > 2) {
    await first.close();
    throw invalidModel(
      model.name,
      `it sorts texts into ${first.outputLength} classes instead of judging them`,
    );
  }
  const pool = new ThreadPool(first, Math.max(1, threads ?? 2), start, describe);

  return {
    facts: { id: files.id, name: model.name, maxTokens: settings.maxTokens },
    async score(query, texts, signal) {
      const results = await pool.run({
        length: texts.length,
        encode: (index) => encoder.encodePair(query, texts[index] ?? ''),
        isUrgent: true,
        signal,
      });
      return results.map(scoreOf);
    },
    dispose: () => pool.dispose(),
  };
}

/** Of two classes the second one means that the text answers the question. */
function scoreOf([first = 0, second]: Float32Array): number {
  return second === undefined ? first : second - first;
}
