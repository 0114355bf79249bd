import { existsSync, statSync } from 'node:fs';
import { importTypeScript } from '../knowledge/importTypeScript.mjs';
import { atLeast, WrongOptions } from '../report.mjs';
import { median, quantile, rounded } from '../statistics.mjs';
import { layouts, limitCollection } from './collection.mjs';
import { bootstrapInterval, mean, ndcg, recall } from './measures.mjs';
import { readBeir } from './readBeir.mjs';
import { readSmart } from './readSmart.mjs';

/** On the development set a plain mix of both searches reaches 1.11 times the better one. */
const leastGainOnCranfield = 1.08;

/** @type {import('../report.mjs').Benchmark} */
export const retrievalBenchmark = {
  summary: 'how well passages are found: full text, vectors and both, on a collection (--data DIR)',
  help: `npm run bench -- retrieval --data DIR [--limit DOCUMENTS] [--json]

${layouts}

--limit keeps the relevant documents and so many in all: the figures then say less, but come sooner.
Each document becomes a file, goes through the app's own import and search, and stands where its best passage stands.`,
  async run({ say, options }) {
    const collection = await readCollection(options);
    say(`${collection.name}: ${collection.documents.length} documents, ${collection.queries.length} queries`);
    /** @type {typeof import('./measureRetrieval.ts')} */
    const { measureRetrieval } = await importTypeScript(new URL('measureRetrieval.ts', import.meta.url));
    return outcomeOf(collection, await measureRetrieval(collection, say));
  },
};

/**
 * @param {{ data?: string | undefined, limit?: string | undefined }} options
 * @returns {Promise<import('./collection.mjs').Collection>}
 */
async function readCollection({ data, limit }) {
  if (!data) throw new WrongOptions(`Say where the collection is.\n${layouts}`);
  if (!existsSync(data) || !statSync(data).isDirectory()) throw new WrongOptions(`${data} is not a folder.`);
  const collection = (await readBeir(data)) ?? readSmart(data);
  if (collection === null || collection.queries.length === 0) {
    throw new WrongOptions(`There is no collection in ${data}.\n${layouts}`);
  }
  if (limit === undefined) return collection;
  const most = Number(limit);
  if (!Number.isInteger(most) || most < 1)
    throw new WrongOptions(`--limit ${limit} is not a number of documents.`);
  return limitCollection(collection, most);
}

/**
 * @param {import('./collection.mjs').Collection} collection
 * @param {import('./measureRetrieval.ts').RetrievalMeasurement} measurement
 * @returns {import('../report.mjs').Outcome}
 */
function outcomeOf(collection, { rankings, searchMs, ...size }) {
  const fullText = scoresOf(
    collection,
    rankings.map((ranking) => ranking.fullText),
  );
  const vectors = scoresOf(
    collection,
    rankings.map((ranking) => ranking.vectors),
  );
  const ours = scoresOf(
    collection,
    rankings.map((ranking) => ranking.ours),
  );
  const better = mean(fullText.ndcg10) > mean(vectors.ndcg10) ? fullText : vectors;
  const interval = bootstrapInterval(ours.ndcg10.map((value, index) => value - (better.ndcg10[index] ?? 0)));
  const ratio = mean(ours.ndcg10) / mean(better.ndcg10);
  const isCranfield = collection.layout === 'smart' && collection.documents.length === 1400;
  return {
    figures: {
      collection: collection.name,
      ...size,
      importSeconds: rounded(size.importSeconds, 1),
      queries: rankings.length,
      fullText: describe(fullText),
      vectors: describe(vectors),
      ours: describe(ours),
      betterLeg: better === fullText ? 'fullText' : 'vectors',
      oursMinusBetterNdcg10: rounded(mean(ours.ndcg10) - mean(better.ndcg10), 4),
      interval95: interval.map((value) => rounded(value, 4)),
      searchMedianMs: rounded(median(searchMs), 1),
      searchP95Ms: rounded(quantile(searchMs, 0.95), 1),
    },
    bars: [
      atLeast(
        'nDCG@10 of both against the better one',
        ratio,
        'ratio',
        isCranfield ? leastGainOnCranfield : 1,
      ),
    ],
  };
}

/**
 * @param {import('./collection.mjs').Collection} collection
 * @param {string[][]} rankings One a query.
 */
function scoresOf({ queries, gains }, rankings) {
  const each = (/** @type {(ranking: string[], relevant: Map<string, number>) => number} */ score) =>
    queries.map(({ id }, index) => score(rankings[index] ?? [], gains.get(id) ?? new Map()));
  return {
    ndcg10: each((ranking, relevant) => ndcg(ranking, relevant, 10)),
    recall10: each((ranking, relevant) => recall(ranking, relevant, 10)),
    recall100: each((ranking, relevant) => recall(ranking, relevant, 100)),
  };
}

/** @param {ReturnType<typeof scoresOf>} scores */
function describe({ ndcg10, recall10, recall100 }) {
  return {
    'nDCG@10': rounded(mean(ndcg10), 4),
    'recall@10': rounded(mean(recall10), 4),
    'recall@100': rounded(mean(recall100), 4),
  };
}
