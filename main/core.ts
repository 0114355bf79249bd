import type { Notice } from '../preload/contract/application';
import type { LoamHandlers } from '../preload/contract/index';
import { assistantHandlers } from './assistants/assistantHandlers';
import { AssistantService } from './assistants/assistantService';
import { type Clock, systemClock } from './clock';
import { conversationHandlers } from './conversations/conversationHandlers';
import { ConversationService } from './conversations/conversationService';
import type { FileDialogs } from './conversations/fileDialogs';
import { type CoreEvents, createCoreEvents } from './events';
import { GenerationService } from './generation/generationService';
import { generationHandlers } from './generation/generationHandlers';
import type { LanguageModel } from './generation/languageModel';
import { createLocalLanguageModel } from './generation/localLanguageModel';
import { createLogger } from './log/createLogger';
import type { Logger } from './log/logger';
import { modelHandlers } from './models/modelHandlers';
import { ModelLinks } from './models/modelLinks';
import { ModelService } from './models/modelService';
import { ModelShelf } from './models/modelShelf';
import type { CorePaths } from './paths';
import { promptTemplateHandlers } from './promptTemplates/promptTemplateHandlers';
import { PromptTemplateService } from './promptTemplates/promptTemplateService';
import { settingsHandlers } from './settings/settingsHandlers';
import { SettingsService } from './settings/settingsService';
import type { SettingsStore } from './settings/settingsStore';
import { backUpDaily } from './storage/backup';
import type { Database } from './storage/database';
import { DataFolderLease } from './storage/dataFolderLease';
import { openDatabase } from './storage/openDatabase';
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
  /** Answers in place of the models on this machine; for tests and benchmarks. */
  languageModelFor?: (modelId: string | null) => LanguageModel;
}

/** What the core needs of its surroundings to answer the window's requests. */
export interface HandlerSurroundings {
  fileDialogs: FileDialogs;
  /** Asks for a GGUF file; null when the user cancelled. */
  chooseModelFile(): Promise<string | null>;
}

/** All services of Loam, without a window. Whoever creates it disposes it. */
export interface Core {
  readonly conversations: ConversationService;
  readonly assistants: AssistantService;
  readonly promptTemplates: PromptTemplateService;
  readonly generation: GenerationService;
  readonly models: ModelService;
  readonly settings: SettingsService;
  readonly events: CoreEvents;
  readonly logger: Logger;
  /** What the user should be told about how things were found at the start. */
  notices(): Notice[];
  handlers(surroundings: HandlerSurroundings): Omit<LoamHandlers, 'application'>;
  /** Stops answers, ends the workers, closes the database and the log, in this order. */
  dispose(): Promise<void>;
}

type Services = Pick<
  Core,
  'conversations' | 'assistants' | 'promptTemplates' | 'generation' | 'models' | 'settings' | 'events'
>;

/** How many notices are remembered for a window that opens late. */
const rememberedNotices = 20;
const backupDelayMs = 10_000;

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
  const lease = DataFolderLease.take(paths.home);
  const inference = new InferenceClient({
    host: options.processHost,
    entryPath: paths.inferenceWorkerFile,
    clock,
    timers: systemTimers,
    logger: logger.child({ component: 'inference' }),
  });
  const services = composeServices({ ...options, clock, logger, database, conversationDatabase, inference });
  const keepsHouse = lease.isHeld && !isEphemeral;
  const stopKeepingHouse = keepsHouse
    ? keepHouse(services.conversations, database, { paths, clock, logger })
    : () => undefined;
  const remembered = rememberNotices(services.events, [...database.notices, ...services.settings.notices]);
  return {
    ...services,
    logger,
    notices: () => [...remembered],
    handlers: (surroundings) => composeHandlers(services, surroundings),
    async dispose() {
      stopKeepingHouse();
      await services.generation.dispose();
      services.conversations.dispose();
      services.models.dispose();
      await inference.dispose();
      lease.release();
      if (conversationDatabase !== database) conversationDatabase.close();
      database.close();
      await logger.close();
    },
  };
}

interface Composition extends CoreOptions {
  clock: Clock;
  logger: Logger;
  database: Database;
  /** Where conversations are kept: the database, or one in memory. */
  conversationDatabase: Database;
  inference: InferenceClient;
}

function composeServices({
  paths,
  clock,
  logger,
  database,
  inference,
  ...composition
}: Composition): Services {
  const events = createCoreEvents();
  const settings = new SettingsService(composition.settingsStore, events);
  const assistants = new AssistantService({ database, clock });
  const promptTemplates = new PromptTemplateService({ database, clock });
  const conversations = new ConversationService({
    database: composition.conversationDatabase,
    events,
    clock,
    assistants,
    settings,
    logger: logger.child({ component: 'conversations' }),
  });
  const models = new ModelService({
    shelf: new ModelShelf({
      starterModelsFolder: paths.starterModelsFolder,
      links: new ModelLinks(database),
      clock,
    }),
    client: inference,
    events,
    logger: logger.child({ component: 'models' }),
    settings: () => settings.get(),
  });
  const generation = new GenerationService({
    turns: conversations,
    languageModelFor:
      composition.languageModelFor ?? ((modelId) => createLocalLanguageModel(models, inference, modelId)),
    events,
    clock,
    logger: logger.child({ component: 'generation' }),
  });
  return { events, settings, assistants, promptTemplates, conversations, models, generation };
}

/** Does what only one process may do in a data folder. The returned function stops what is still to come. */
function keepHouse(
  conversations: ConversationService,
  database: Database,
  { paths, clock, logger }: { paths: CorePaths; clock: Clock; logger: Logger },
): () => void {
  const interrupted = conversations.interruptUnfinished();
  if (interrupted > 0) logger.warn('unfinished answers found', { count: interrupted });
  conversations.purgeDeleted();
  // Copying a large database takes seconds, so it waits until the first requests of the window are through.
  const timer = setTimeout(() => {
    // The data itself is safe when this fails; the next start tries again.
    backUpDaily(database, paths.backupFolder, clock).catch((error: unknown) => {
      logger.error('daily backup failed', { error });
    });
  }, backupDelayMs);
  timer.unref();
  return () => clearTimeout(timer);
}

function rememberNotices(events: CoreEvents, first: readonly Notice[]): readonly Notice[] {
  const remembered = [...first];
  events.on('application.notice', (notice) => {
    remembered.push(notice);
    remembered.splice(0, remembered.length - rememberedNotices);
  });
  return remembered;
}

function composeHandlers(
  { conversations, assistants, promptTemplates, generation, models, settings }: Services,
  { fileDialogs, chooseModelFile }: HandlerSurroundings,
): Omit<LoamHandlers, 'application'> {
  const forConversations = conversationHandlers(conversations, fileDialogs);
  const forGeneration = generationHandlers(generation);
  return {
    conversations: {
      ...forConversations,
      delete: ({ id }) => {
        generation.cancel(id);
        return forConversations.delete({ id });
      },
    },
    assistants: assistantHandlers(assistants),
    promptTemplates: promptTemplateHandlers(promptTemplates),
    generation: {
      ...forGeneration,
      start: (input, context) => {
        // A question is the user's own wish to try again, also after a model that stopped several times in a row.
        models.allowRestart();
        return forGeneration.start(input, context);
      },
    },
    models: modelHandlers(models, { chooseModelFile }),
    settings: settingsHandlers(settings),
  };
}
