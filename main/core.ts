import type { Notice } from '../preload/contract/application';
import type { LoamHandlers } from '../preload/contract/index';
import { type Clock, systemClock } from './clock';
import type { CoreEvents } from './events';
import type { LanguageModel, LanguageModelSetup } from './generation/languageModel';
import { HouseKeeper } from './houseKeeper';
import { createLogger } from './log/createLogger';
import type { Logger } from './log/logger';
import type { CorePaths } from './paths';
import { composeHandlers, composeServices, type Dialogs, type Services } from './services';
import type { SettingsStore } from './settings/settingsStore';
import { openDatabase } from './storage/openDatabase';
import { IndexingClient } from './workers/indexing/client';
import { InferenceClient } from './workers/inference/client';
import type { ProcessHost } from './workers/processHost';
import { systemTimers } from './workers/timers';

export interface CoreOptions {
  paths: CorePaths;
  processHost: ProcessHost;
  settingsStore: SettingsStore;
  /** Default: the system's. */
  clock?: Clock;
  /** Keeps conversations in memory only, and leaves those on the disk alone; default false. */
  isEphemeral?: boolean;
  /** How often a data folder that another process keeps is asked for; default 30 s. */
  leaseRetryMs?: number;
  /** Answers in place of the models on this machine; for tests and benchmarks. */
  languageModelFor?: (setup: LanguageModelSetup) => LanguageModel;
  /** The model hub's address; default: HF_ENDPOINT of the environment, else the public one. */
  hubEndpoint?: string;
}

/** All services of Loam, without a window. Whoever creates it disposes it. */
export interface Core extends Services {
  readonly logger: Logger;
  readonly houseKeeper: HouseKeeper;
  /** What the user should be told about how things were found at the start. */
  notices(): Notice[];
  /** @param dialogs the window's */
  handlers(dialogs: Dialogs): Omit<LoamHandlers, 'application'>;
  /** Stops answers, ends the workers, closes the database and the log, in this order. */
  dispose(): Promise<void>;
}

/** How many notices are remembered for a window that opens late. */
const rememberedNotices = 20;

/**
 * Opens the data folder and composes the services. Nothing native is loaded by importing this module; the inference
 * process starts with the first request that needs a model.
 *
 * @throws LoamError storage/*
 */
export async function createCore(options: CoreOptions): Promise<Core> {
  const { paths, clock = systemClock, isEphemeral = false } = options;
  const [logger, database] = await Promise.all([
    createLogger(paths),
    openDatabase({ file: paths.databaseFile, backupFolder: paths.backupFolder, clock }),
  ]);
  const conversationDatabase = isEphemeral
    ? await openDatabase({ file: ':memory:', backupFolder: paths.backupFolder, clock })
    : database;
  const inference = new InferenceClient({
    host: options.processHost,
    entryPath: paths.inferenceWorkerFile,
    clock,
    timers: systemTimers,
    logger: logger.child({ component: 'inference' }),
  });
  const indexing = new IndexingClient({
    host: options.processHost,
    entryPath: paths.indexingWorkerFile,
    indexFolder: paths.indexFolder,
    threads: null,
    clock,
    timers: systemTimers,
    logger: logger.child({ component: 'indexing' }),
  });
  const services = composeServices({
    ...options,
    clock,
    logger,
    database,
    conversationDatabase,
    inference,
    indexing,
    isKeeper: () => houseKeeper.isKeeper,
  });
  const { conversations, generation } = services;
  const houseKeeper: HouseKeeper = new HouseKeeper({
    paths,
    database,
    conversations,
    generation,
    comparisons: services.comparisons,
    downloads: services.downloads,
    knowledge: services.knowledge,
    clock,
    logger,
    ...(options.leaseRetryMs !== undefined && { retryMs: options.leaseRetryMs }),
  });
  // A core that keeps nothing must not keep the window from keeping house.
  if (!isEphemeral) houseKeeper.start();
  if (!isEphemeral) {
    void Promise.all([
      services.adapters.tidy(),
      services.modelLibrary.tidy(),
      services.retrievalModels.tidy(),
    ]);
  }
  const remembered = rememberNotices(services.events, [...database.notices, ...services.settings.notices]);
  return {
    ...services,
    logger,
    houseKeeper,
    notices: () => [...remembered],
    handlers: (dialogs) => composeHandlers(services, dialogs),
    async dispose() {
      await generation.dispose();
      await services.comparisons.dispose();
      await services.recall.dispose();
      await services.knowledge.dispose();
      await services.downloads.dispose();
      await services.modelLibrary.dispose();
      conversations.dispose();
      services.models.dispose();
      await Promise.all([inference.dispose(), indexing.dispose()]);
      houseKeeper.dispose();
      if (conversationDatabase !== database) conversationDatabase.close();
      database.close();
      await logger.close();
    },
  };
}

function rememberNotices(events: CoreEvents, first: readonly Notice[]): readonly Notice[] {
  const remembered = [...first];
  events.on('application.notice', (notice) => {
    remembered.push(notice);
    remembered.splice(0, remembered.length - rememberedNotices);
  });
  return remembered;
}
