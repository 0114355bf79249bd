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
import { HouseKeeper } from './houseKeeper';
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
import type { Database } from './storage/database';
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
  /** How often a data folder that another process keeps is asked for; default 30 s. */
  leaseRetryMs?: number;
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
  readonly houseKeeper: HouseKeeper;
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
  const services = composeServices({ ...options, clock, logger, database, conversationDatabase, inference });
  const { conversations, generation } = services;
  const houseKeeper = new HouseKeeper({
    paths,
    database,
    conversations,
    generation,
    clock,
    logger,
    ...(options.leaseRetryMs !== undefined && { retryMs: options.leaseRetryMs }),
  });
  // A core that keeps nothing must not keep the window from keeping house.
  if (!isEphemeral) houseKeeper.start();
  const remembered = rememberNotices(services.events, [...database.notices, ...services.settings.notices]);
  return {
    ...services,
    logger,
    houseKeeper,
    notices: () => [...remembered],
    handlers: (surroundings) => composeHandlers(services, surroundings),
    async dispose() {
      await generation.dispose();
      conversations.dispose();
      services.models.dispose();
      await inference.dispose();
      houseKeeper.dispose();
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
