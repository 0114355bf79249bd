import { join } from 'node:path';
import { mkdirSync } from 'node:fs';
import type { RankedPassage } from '../../../main/knowledge/retrieval/rankedPassage';
import { importFolder } from '../knowledge/importFolder';
import { openKnowledgeCore } from '../knowledge/knowledgeCore';
import { makeTemporaryFolder, removeFolder } from '../openApp.mjs';
import type { Collection } from './collection.mjs';
import { indexOf, writeDocuments } from './writeDocuments.mjs';

/** Ids of documents, best first. */
export interface Rankings {
  fullText: string[];
  vectors: string[];
  ours: string[];
}

export interface RetrievalMeasurement {
  documents: number;
  passages: number;
  importSeconds: number;
  /** One a query, in the collection's order. */
  rankings: Rankings[];
  /** Of each query, without the model that embeds it being loaded. */
  searchMs: number[];
}

/** Passages that are asked for: enough that the first hundred documents are among them. */
const passagesAQuery = 200;
const sayEvery = 100;

/** A collection through the app's own way: files in a folder, the queue, the index, the search. */
export async function measureRetrieval(
  collection: Collection,
  say: (line: string) => void,
): Promise<RetrievalMeasurement> {
  const folder = makeTemporaryFolder('bench-retrieval');
  const documentsFolder = join(folder, 'documents');
  mkdirSync(documentsFolder);
  writeDocuments(collection.documents, documentsFolder);
  const opened = await openKnowledgeCore(join(folder, 'home'));
  const { retrieval } = opened.core;
  try {
    const startedMs = performance.now();
    const source = await importFolder(opened, documentsFolder, say);
    const importSeconds = (performance.now() - startedMs) / 1000;
    say(`${source.passages} passages of ${source.documents.done} documents in ${importSeconds.toFixed(0)} s`);
    const scope = { collectionIds: [], sourceIds: [source.id], documentIds: [] };
    const rankings: Rankings[] = [];
    const searchMs: number[] = [];
    for (const { id, text } of collection.queries) {
      const ranked = await retrieval.search(text, scope, { limit: passagesAQuery });
      searchMs.push(ranked.timings.totalMs);
      rankings.push(rankingsOf(ranked.passages, collection, id));
      if (rankings.length % sayEvery === 0) say(`${rankings.length} of ${collection.queries.length} queries`);
    }
    return { documents: source.documents.done, passages: source.passages, importSeconds, rankings, searchMs };
  } finally {
    await opened.dispose();
    removeFolder(folder);
  }
}

function rankingsOf(
  passages: readonly RankedPassage[],
  { documents }: Collection,
  queryId: string,
): Rankings {
  const idsOf = (ranked: readonly RankedPassage[]): string[] => {
    const ids = ranked.map(({ passage }) => documents[indexOf(passage.documentName)]?.id ?? '');
    // A document stands where its best passage does.
    return [...new Set(ids)].filter((id) => id !== queryId);
  };
  const by = (score: (ranked: RankedPassage) => number | null): RankedPassage[] =>
    passages.filter((ranked) => score(ranked) !== null).toSorted((a, b) => (score(b) ?? 0) - (score(a) ?? 0));
  return {
    fullText: idsOf(by(({ fullTextScore }) => fullTextScore)),
    vectors: idsOf(by(({ similarity }) => similarity)),
    ours: idsOf(passages),
  };
}
