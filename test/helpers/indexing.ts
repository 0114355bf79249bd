import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { systemClock } from '../../main/clock';
import { RetrievalModels } from '../../main/knowledge/retrievalModels/retrievalModels';
import { SearchIndex } from '../../main/knowledge/searchIndex/searchIndex';
import { silentLogger } from '../../main/log/logger';
import { corePaths } from '../../main/paths';
import type { Orm } from '../../main/storage/database';
import { collections, documents, passages, sources } from '../../main/storage/schema';
import { IndexingClient, type IndexingClientOptions } from '../../main/workers/indexing/client';
import { createNodeProcessHost } from '../../main/workers/nodeProcessHost';
import { systemTimers } from '../../main/workers/timers';
import type { Notice } from '../../preload/contract/application';
import { openTestServices, type TestServices } from './testServices';

const projectFolder = resolve(import.meta.dirname, '..', '..');
const paths = corePaths('/unused', projectFolder);

export const starterEmbedderFolder = join(paths.starterModelsFolder, 'weights', 'all-MiniLM-L6-v2');

/** The real built worker in a forked Node process. Whoever calls it disposes the client. */
export function startIndexingClient(
  options: Pick<IndexingClientOptions, 'indexFolder'> & Partial<IndexingClientOptions>,
): IndexingClient {
  return new IndexingClient({
    host: createNodeProcessHost(),
    entryPath: paths.indexingWorkerFile,
    threads: 1,
    clock: systemClock,
    timers: systemTimers,
    logger: silentLogger,
    ...options,
  });
}

export interface TestIndex {
  services: TestServices;
  client: IndexingClient;
  models: RetrievalModels;
  index: SearchIndex;
  indexFolder: string;
  embeddersFolder: string;
  notices: Notice[];
}

/** The real search index on a real database and worker; ended when the test ends. */
export async function openTestIndex(
  options: { services?: TestServices; mayWrite?: () => boolean; starterModelsFolder?: string } = {},
): Promise<TestIndex> {
  const services = options.services ?? (await openTestServices());
  const { database, settings, events, clock, folder } = services;
  const indexFolder = join(folder, 'index');
  const embeddersFolder = join(folder, 'embedders');
  const client = startIndexingClient({ indexFolder });
  onTestFinished(() => client.dispose());
  const { starterModelsFolder = paths.starterModelsFolder } = options;
  const common = { database, client, settings, events, clock };
  const models = new RetrievalModels({ ...common, paths: { embeddersFolder, starterModelsFolder } });
  const { mayWrite } = options;
  const index = new SearchIndex({ ...common, models, logger: silentLogger, ...(mayWrite && { mayWrite }) });
  const notices: Notice[] = [];
  events.on('application.notice', (notice) => notices.push(notice));
  return { services, client, models, index, indexFolder, embeddersFolder, notices };
}

export interface TestDocument {
  source: number;
  document: number;
  /** Their sequences, in order. */
  passages: number[];
}

/** A document that was read to its end, as the queue leaves it; its passages are in no index yet. */
export function insertReadDocument(orm: Orm, texts: readonly string[], name = randomUUID()): TestDocument {
  orm.insert(collections).values({ id: 'all', name: 'All', createdAt: 1 }).onConflictDoNothing().run();
  const source = orm
    .insert(sources)
    .values({
      id: randomUUID(),
      collectionId: 'all',
      kind: 'file',
      path: `/documents/${name}`,
      excludes: [],
      isWatched: true,
      addedAt: 1,
      problem: null,
    })
    .returning({ sequence: sources.sequence })
    .get().sequence;
  const document = orm
    .insert(documents)
    .values({
      id: randomUUID(),
      sourceSequence: source,
      path: `/documents/${name}`,
      name,
      state: 'done',
      error: null,
      revision: 1,
      passages: texts.length,
      queuedAt: 1,
    })
    .returning({ sequence: documents.sequence })
    .get().sequence;
  const numbers = texts.map((text, ordinal) => insertPassage(orm, document, ordinal, text));
  return { source, document, passages: numbers };
}

function insertPassage(orm: Orm, document: number, ordinal: number, text: string): number {
  return orm
    .insert(passages)
    .values({
      documentSequence: document,
      revision: 1,
      ordinal,
      kind: 'text',
      text,
      startOffset: 0,
      endOffset: text.length,
      tokens: 8,
      place: { page: null, slide: null, sheet: null, headingPath: ['Notes'] },
      tableHeader: null,
    })
    .returning({ sequence: passages.sequence })
    .get().sequence;
}
