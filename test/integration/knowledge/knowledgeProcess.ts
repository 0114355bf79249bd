import { resolve } from 'node:path';
import { systemClock } from '../../../main/clock';
import { createCoreEvents, type CoreEvents } from '../../../main/events';
import { KnowledgeService } from '../../../main/knowledge/knowledgeService';
import { RetrievalModels } from '../../../main/knowledge/retrievalModels/retrievalModels';
import { SearchIndex } from '../../../main/knowledge/searchIndex/searchIndex';
import type { KeeperTiming } from '../../../main/knowledge/sources/sourceKeeper';
import { silentLogger } from '../../../main/log/logger';
import { corePaths } from '../../../main/paths';
import { confSettingsStore } from '../../../main/settings/confSettingsStore';
import { SettingsService } from '../../../main/settings/settingsService';
import type { Database } from '../../../main/storage/database';
import { openDatabase } from '../../../main/storage/openDatabase';
import { IndexingClient } from '../../../main/workers/indexing/client';
import { createNodeProcessHost } from '../../../main/workers/nodeProcessHost';
import { systemTimers } from '../../../main/workers/timers';
import type { KnowledgeDocument } from '../../../preload/contract/knowledge';

const projectFolder = resolve(import.meta.dirname, '../../..');

export interface OpenKnowledge {
  home: string;
  database: Database;
  events: CoreEvents;
  settings: SettingsService;
  client: IndexingClient;
  searchIndex: SearchIndex;
  knowledge: KnowledgeService;
  documents(): KnowledgeDocument[];
  document(name: string): KnowledgeDocument;
  /** Names of the documents that hold a passage among the best for a query. */
  find(query: string, limit?: number): Promise<string[]>;
  dispose(): Promise<void>;
}

export type KnowledgeTiming = Partial<KeeperTiming & { graceMs: number }>;

/** The whole way of documents on a data folder of its own, with the real worker. Whoever opens it disposes it. */
export async function openKnowledgeAt(home: string, timing: KnowledgeTiming = {}): Promise<OpenKnowledge> {
  const paths = corePaths(home, projectFolder);
  const clock = systemClock;
  const logger = silentLogger;
  const events = createCoreEvents();
  const database = await openDatabase({ file: paths.databaseFile, backupFolder: paths.backupFolder, clock });
  const settings = new SettingsService(confSettingsStore(home, clock), events);
  const client = new IndexingClient({
    host: createNodeProcessHost(),
    entryPath: paths.indexingWorkerFile,
    indexFolder: paths.indexFolder,
    threads: null,
    clock,
    timers: systemTimers,
    logger,
  });
  const common = { database, client, settings, events, clock, logger, paths };
  const models = new RetrievalModels(common);
  const searchIndex = new SearchIndex({ ...common, models });
  const knowledge = new KnowledgeService({ ...common, searchIndex, timing: { settleMs: 50, ...timing } });
  const documents = (): KnowledgeDocument[] => knowledge.listDocuments({ offset: 0, limit: 20_000 }).items;
  return {
    home,
    database,
    events,
    settings,
    client,
    searchIndex,
    knowledge,
    documents,
    document(name) {
      const found = documents().find((document) => document.name === name);
      if (!found) throw new Error(`There is no document ${name}.`);
      return found;
    },
    async find(query, limit = 10) {
      const all = knowledge.listCollections().map(({ id }) => id);
      const filter = knowledge.resolveScope({ collectionIds: all, sourceIds: [], documentIds: [] });
      const { vector, fullText } = await searchIndex.search(query, filter, limit);
      const sequences = [...vector, ...fullText].map(({ passage }) => passage);
      return [
        ...new Set(knowledge.findPassages(sequences).map(({ documentName }) => documentName)),
      ].toSorted();
    },
    async dispose() {
      await knowledge.dispose();
      await client.dispose();
      database.close();
    },
  };
}
