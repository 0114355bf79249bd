import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEmbedder } from '../../../main/workers/indexing/embedding/openEmbedder';
import { cacheFolder } from '../../setup/cacheFolder.mjs';
import { type KnowledgeCore, openKnowledgeCore } from '../knowledge/knowledgeCore';
import { makeTemporaryFolder, removeFolder } from '../openApp.mjs';
import { mean, mulberry32 } from '../retrieval/measures.mjs';
import { type BasePassage, makeBasePassages } from './basePassages';
import { type BareSearch, openBareSearch } from './bareSearch';
import { benchCollectionId, fillHome } from './fillHome';
import { manyPassages } from './manyPassages';

export interface SearchRound {
  oursMs: number;
  /** Of ours: the vectors' and the words' search, which run at the same time. */
  vectorMs: number;
  fullTextMs: number;
  embedMs: number;
  bareMs: number;
}

export interface SizeMeasurement {
  passages: number;
  rounds: SearchRound[];
  /** Of the ten nearest of all, how many our search by vectors finds; 0 to 1, the mean of the queries. */
  recall10: number;
}

/** Grows with every change of what is kept there. */
const baseFile = 'bench-search-base-1.json';
const sizes = [1_400, 11_000, 100_000];
const warmUpQueries = 10;
const queriesASize = 150;
/** So that the threads of one side do not spin into the other's turn. */
const restMs = 25;
const limit = 10;
const scope = { collectionIds: [benchCollectionId], sourceIds: [], documentIds: [] };

/** Both sides in turns, query by query, on the same table. */
export async function measureSearch(say: (line: string) => void): Promise<SizeMeasurement[]> {
  const base = await basePassages(say);
  const measured: SizeMeasurement[] = [];
  for (const size of sizes) {
    const folder = makeTemporaryFolder('bench-search');
    try {
      measured.push(await measureSize(folder, base, size, say));
    } finally {
      removeFolder(folder);
    }
  }
  return measured;
}

/** Embedded once and kept: embedding is what takes long. */
async function basePassages(say: (line: string) => void): Promise<BasePassage[]> {
  const file = join(cacheFolder(process.env), baseFile);
  // Written by the lines below only.
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as BasePassage[];
  say('embedding the real passages, once for all runs');
  const folder = makeTemporaryFolder('bench-search-base');
  try {
    const base = await makeBasePassages(folder, say);
    mkdirSync(cacheFolder(process.env), { recursive: true });
    writeFileSync(`${file}.partial`, JSON.stringify(base));
    renameSync(`${file}.partial`, file);
    return base;
  } finally {
    removeFolder(folder);
  }
}

async function measureSize(
  folder: string,
  base: readonly BasePassage[],
  size: number,
  say: (line: string) => void,
): Promise<SizeMeasurement> {
  const home = join(folder, 'home');
  const first = await openKnowledgeCore(join(folder, 'empty'));
  const { starter } = first.core.retrievalModels;
  await first.dispose();
  const embedder = { id: starter.id, dimensions: starter.dimensions ?? 0 };
  const { indexFolder, passages } = await fillHome(home, manyPassages(base, size), embedder);
  say(`${passages} passages are in place`);
  const opened = await openKnowledgeCore(home);
  try {
    const bare = await openBareSearch(indexFolder, starter.folder);
    const queries = questionsAbout(base, warmUpQueries + queriesASize);
    const rounds: SearchRound[] = [];
    for (const [turn, query] of queries.entries()) {
      const round = await measureQuery(opened, bare, query, turn);
      if (turn >= warmUpQueries) rounds.push(round);
    }
    const recall10 = await measureRecall(opened, bare, { queries, embedderFolder: starter.folder, folder });
    return { passages, rounds, recall10 };
  } finally {
    await opened.dispose();
  }
}

async function measureQuery(
  { core }: KnowledgeCore,
  bare: BareSearch,
  query: string,
  turn: number,
): Promise<SearchRound> {
  const ours = async (): Promise<Omit<SearchRound, 'bareMs'>> => {
    await sleep(restMs);
    const startedMs = performance.now();
    const { timings } = await core.retrieval.search(query, scope, { limit });
    const { vectorMs, fullTextMs, embedMs } = timings;
    return { oursMs: performance.now() - startedMs, vectorMs, fullTextMs, embedMs };
  };
  const theirs = async (): Promise<number> => {
    await sleep(restMs);
    const { embedMs, searchMs } = await bare.search(query);
    return embedMs + searchMs;
  };
  if (turn % 2 === 0) return { ...(await ours()), bareMs: await theirs() };
  const bareMs = await theirs();
  return { ...(await ours()), bareMs };
}

/** Apart from the times, because the query's own vector is needed: the bare side's is rounded in another way. */
async function measureRecall(
  { core }: KnowledgeCore,
  bare: BareSearch,
  about: { queries: readonly string[]; embedderFolder: string; folder: string },
): Promise<number> {
  const model = { folder: about.embedderFolder, name: 'starter' };
  const embedder = await openEmbedder(model, { cacheFolder: join(about.folder, 'derived'), threads: 1 });
  try {
    const shares: number[] = [];
    for (const query of about.queries) {
      const exact = await bare.exact(await embedder.embedQuery(query));
      const { passages } = await core.retrieval.search(query, scope, { limit });
      const nearest = passages
        .toSorted((a, b) => (b.similarity ?? -1) - (a.similarity ?? -1))
        .slice(0, limit)
        .map(({ passage }) => passage.sequence);
      shares.push(exact.filter((passage) => nearest.includes(passage)).length / exact.length);
    }
    return mean(shares);
  } finally {
    await embedder.dispose();
  }
}

/** Some words in a row of a passage, as somebody who remembers them would ask. */
function questionsAbout(base: readonly BasePassage[], count: number): string[] {
  const random = mulberry32(7);
  const questions: string[] = [];
  while (questions.length < count) {
    const { text } = base[Math.floor(random() * base.length)] ?? { text: '' };
    const words = text.match(/\p{L}{2,}/gu) ?? [];
    const length = 4 + Math.floor(random() * 8);
    const start = Math.floor(random() * Math.max(1, words.length - length));
    if (words.length >= length) questions.push(words.slice(start, start + length).join(' '));
  }
  return questions;
}
