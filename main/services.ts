import type { LoamHandlers } from '../preload/contract/index';
import { adapterHandlers, type AdapterFileDialogs } from './adapters/adapterHandlers';
import { AdapterService } from './adapters/adapterService';
import { assistantHandlers } from './assistants/assistantHandlers';
import { AssistantService } from './assistants/assistantService';
import type { Clock } from './clock';
import { comparisonHandlers } from './comparisons/comparisonHandlers';
import { ComparisonService } from './comparisons/comparisonService';
import { conversationHandlers } from './conversations/conversationHandlers';
import { ConversationService } from './conversations/conversationService';
import type { FileDialogs } from './conversations/fileDialogs';
import { recentSpeeds } from './conversations/messageRepository';
import { type CoreEvents, createCoreEvents } from './events';
import { GroundingService } from './generation/grounding/groundingService';
import { generationHandlers } from './generation/generationHandlers';
import { GenerationService } from './generation/generationService';
import type { LanguageModel, LanguageModelSetup } from './generation/languageModel';
import { createLocalLanguageModel } from './generation/localLanguageModel';
import { composeKnowledge, type KnowledgeServices } from './knowledge/composeKnowledge';
import { knowledgeHandlers, type KnowledgeDialogs } from './knowledge/knowledgeHandlers';
import { retrievalHandlers, type RetrievalModelDialog } from './knowledge/retrievalHandlers';
import type { Logger } from './log/logger';
import { catalogueHandlers } from './models/catalogue/catalogueHandlers';
import type { CatalogueService } from './models/catalogue/catalogueService';
import { AddressConsent, type AddressDialog } from './models/downloads/addressConsent';
import { downloadHandlers } from './models/downloads/downloadHandlers';
import type { DownloadService } from './models/downloads/downloadService';
import { composeDownloads } from './models/composeDownloads';
import { composeModels, type ModelServices } from './models/composeModels';
import { modelHandlers, type ModelFileDialog } from './models/modelHandlers';
import type { CorePaths } from './paths';
import { promptTemplateHandlers } from './promptTemplates/promptTemplateHandlers';
import { PromptTemplateService } from './promptTemplates/promptTemplateService';
import { settingsHandlers } from './settings/settingsHandlers';
import { SettingsService } from './settings/settingsService';
import type { SettingsStore } from './settings/settingsStore';
import type { Database } from './storage/database';
import type { IndexingClient } from './workers/indexing/client';
import type { InferenceClient } from './workers/inference/client';

/** The window's dialogs, which the page can neither fill in nor answer. */
export type Dialogs = FileDialogs &
  ModelFileDialog &
  AdapterFileDialogs &
  AddressDialog &
  KnowledgeDialogs &
  RetrievalModelDialog;

/** Everything Loam can do, one service a domain. */
export interface Services extends Pick<ModelServices, 'models' | 'modelLibrary'>, KnowledgeServices {
  readonly adapters: AdapterService;
  readonly assistants: AssistantService;
  readonly catalogue: CatalogueService;
  readonly comparisons: ComparisonService;
  readonly conversations: ConversationService;
  readonly downloads: DownloadService;
  readonly generation: GenerationService;
  readonly promptTemplates: PromptTemplateService;
  readonly settings: SettingsService;
  readonly events: CoreEvents;
}

/** What the services are made of. */
export interface Composition {
  paths: CorePaths;
  settingsStore: SettingsStore;
  clock: Clock;
  logger: Logger;
  database: Database;
  /** Where conversations are kept: the database, or one in memory. */
  conversationDatabase: Database;
  inference: InferenceClient;
  indexing: IndexingClient;
  /** Whether this process is the one that keeps the data folder. */
  isKeeper: () => boolean;
  /** Answers in place of the models on this machine. */
  languageModelFor?: (setup: LanguageModelSetup) => LanguageModel;
  /** The model hub's address; default: HF_ENDPOINT of the environment, else the public one. */
  hubEndpoint?: string;
}

/** Speeds of so many answers level out one that was disturbed. */
const measuredAnswers = 20;

/** Puts the services together; nothing is started by it. */
export function composeServices(composition: Composition): Services {
  const { clock, logger, database, conversationDatabase } = composition;
  const events = createCoreEvents();
  const settings = new SettingsService(composition.settingsStore, events);
  const assistants = new AssistantService({ database, clock });
  const promptTemplates = new PromptTemplateService({ database, clock });
  const conversations = new ConversationService({
    database: conversationDatabase,
    events,
    clock,
    assistants,
    settings,
    knownScope: (scope) => knowledge.knowledge.knownScope(scope),
    logger: logger.child({ component: 'conversations' }),
  });
  const files = composeFiles(composition, settings, events);
  const knowledge = composeKnowledge({
    ...composition,
    client: composition.indexing,
    settings,
    events,
    logger: logger.child({ component: 'knowledge' }),
  });
  const answering = composeAnswering(composition, { ...files, ...knowledge, conversations, events });
  return {
    ...files,
    ...knowledge,
    ...answering,
    assistants,
    conversations,
    events,
    promptTemplates,
    settings,
  };
}

/** Models, adapters, and how they get here. */
function composeFiles(
  { paths, clock, logger, database, conversationDatabase, inference, hubEndpoint }: Composition,
  settings: SettingsService,
  events: CoreEvents,
): Pick<Services, 'adapters' | 'catalogue' | 'downloads' | 'modelLibrary' | 'models'> {
  const common = { paths, database, clock, events };
  const { models, modelLibrary, shelf, measuredBytesPerSecond } = composeModels({
    ...common,
    client: inference,
    logger: logger.child({ component: 'models' }),
    settings: () => settings.get(),
    goodForOf: (catalogueId) => catalogue.goodForOf(catalogueId),
    recentSpeeds: () => conversationDatabase.read((orm) => recentSpeeds(orm, measuredAnswers)),
  });
  const adapters = new AdapterService({
    ...common,
    adaptersFolder: paths.adaptersFolder,
    baseModels: shelf,
    settings,
    logger: logger.child({ component: 'adapters' }),
  });
  const { catalogue, downloads } = composeDownloads({
    ...common,
    logger: logger.child({ component: 'downloads' }),
    installers: {
      model: (finished) => modelLibrary.install(finished),
      adapter: (finished) => adapters.addDownloaded(finished),
    },
    machine: () => models.machine(),
    installed: () => modelLibrary.origins(),
    contextSize: () => settings.get().contextSize,
    measuredBytesPerSecond,
    ...(hubEndpoint !== undefined && { hubEndpoint }),
  });
  return { adapters, catalogue, downloads, modelLibrary, models };
}

/** Everything that asks a language model. */
function composeAnswering(
  { clock, logger, database, inference, ...composition }: Composition,
  {
    models,
    adapters,
    conversations,
    events,
    knowledge,
    retrieval,
  }: Pick<Services, 'adapters' | 'conversations' | 'events' | 'knowledge' | 'models' | 'retrieval'>,
): Pick<Services, 'comparisons' | 'generation'> {
  const languageModelFor =
    composition.languageModelFor ??
    ((setup: LanguageModelSetup) => createLocalLanguageModel({ models, adapters, client: inference }, setup));
  const generation = new GenerationService({
    languageModelFor,
    grounding: new GroundingService({ knowledge, retrieval }),
    events,
    clock,
    turns: conversations,
    logger: logger.child({ component: 'generation' }),
  });
  const comparisons = new ComparisonService({
    languageModelFor,
    clock,
    database,
    logger: logger.child({ component: 'comparisons' }),
  });
  return { comparisons, generation };
}

/** Answers to everything the window may ask of the core. */
export function composeHandlers(services: Services, dialogs: Dialogs): Omit<LoamHandlers, 'application'> {
  const { conversations, generation, models } = services;
  // A question is the user's own wish to try again, also after a model that stopped several times in a row.
  const tryAgain = (): void => {
    models.allowRestart();
    services.searchIndex.allowRestart();
  };
  const consent = new AddressConsent(dialogs);
  const forConversations = conversationHandlers(conversations, dialogs);
  const forGeneration = generationHandlers(generation);
  const forComparisons = comparisonHandlers(services.comparisons);
  return {
    adapters: adapterHandlers(services.adapters, dialogs),
    assistants: assistantHandlers(services.assistants),
    catalogue: catalogueHandlers(services.catalogue, consent),
    comparisons: {
      ...forComparisons,
      start: (input, context) => {
        tryAgain();
        return forComparisons.start(input, context);
      },
    },
    conversations: {
      ...forConversations,
      delete: ({ id }) => {
        generation.cancel(id);
        return forConversations.delete({ id });
      },
    },
    downloads: downloadHandlers(services.downloads, consent),
    generation: {
      ...forGeneration,
      start: (input, context) => {
        tryAgain();
        return forGeneration.start(input, context);
      },
    },
    knowledge: knowledgeHandlers(services.knowledge, conversations, dialogs),
    models: modelHandlers(models, services.modelLibrary, dialogs),
    promptTemplates: promptTemplateHandlers(services.promptTemplates),
    retrieval: retrievalHandlers(services, dialogs),
    settings: settingsHandlers(services.settings),
  };
}
