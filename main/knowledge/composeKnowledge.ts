import type { Clock } from '../clock';
import type { CoreEvents } from '../events';
import type { Logger } from '../log/logger';
import type { CorePaths } from '../paths';
import type { SettingsService } from '../settings/settingsService';
import type { Database } from '../storage/database';
import type { IndexingClient } from '../workers/indexing/client';
import { KnowledgeService } from './knowledgeService';
import { RecallService } from './recall/recallService';
import { RetrievalService } from './retrieval/retrievalService';
import { RetrievalModels } from './retrievalModels/retrievalModels';
import { SearchIndex } from './searchIndex/searchIndex';

export interface KnowledgeComposition {
  paths: CorePaths;
  database: Database;
  client: IndexingClient;
  settings: SettingsService;
  events: CoreEvents;
  clock: Clock;
  logger: Logger;
  /** Whether this process is the one that keeps the data folder: only it writes the search index. */
  isKeeper: () => boolean;
}

/** The services about the user's documents. Nothing is read or started by putting them together. */
export interface KnowledgeServices {
  knowledge: KnowledgeService;
  recall: RecallService;
  retrieval: RetrievalService;
  retrievalModels: RetrievalModels;
  searchIndex: SearchIndex;
}

/** The knowledge domain's services, put together. */
export function composeKnowledge({ isKeeper, ...composition }: KnowledgeComposition): KnowledgeServices {
  const retrievalModels = new RetrievalModels(composition);
  const searchIndex = new SearchIndex({ ...composition, models: retrievalModels, mayWrite: isKeeper });
  const knowledge = new KnowledgeService({ ...composition, searchIndex });
  const retrieval = new RetrievalService({ index: searchIndex, store: knowledge });
  const recall = new RecallService({
    ...composition,
    retrieval,
    document: (id) => knowledge.document(id),
  });
  knowledge.onIdle(() => void recall.runAfterIndexing());
  return { knowledge, recall, retrieval, retrievalModels, searchIndex };
}
