import type { Settings } from '../../preload/contract/settings';
import type { Clock } from '../clock';
import type { CoreEvents } from '../events';
import type { Logger } from '../log/logger';
import type { CorePaths } from '../paths';
import type { Database } from '../storage/database';
import type { InferenceClient } from '../workers/inference/client';
import { ModelInspector } from './inspectModel';
import { measuredBytesPerSecond, type MeasuredSpeed } from './measuredSpeed';
import { ModelFit } from './modelFit';
import { ModelFolders } from './modelFolders';
import { ModelImport } from './modelImport';
import { ModelLibrary } from './modelLibrary';
import { ModelRepository } from './modelRepository';
import { ModelService } from './modelService';
import { ModelShelf } from './modelShelf';

export interface ModelComposition {
  paths: Pick<CorePaths, 'starterModelsFolder' | 'modelsFolder'>;
  database: Database;
  client: InferenceClient;
  events: CoreEvents;
  clock: Clock;
  logger: Logger;
  settings(): Settings;
  /** What the catalogue says a model is good for. */
  goodForOf(catalogueId: string): Promise<string | null>;
  /** How fast models wrote here lately. */
  recentSpeeds(): MeasuredSpeed[];
  /** Free bytes of a folder's disk; default: what the system says. */
  freeBytesIn?: (folder: string) => Promise<number | null>;
}

export interface ModelServices {
  models: ModelService;
  modelLibrary: ModelLibrary;
  shelf: ModelShelf;
  measuredBytesPerSecond(): Promise<number | null>;
}

/** The models' services, put together. */
export function composeModels(composition: ModelComposition): ModelServices {
  const { paths, database, client, events, clock, logger, settings } = composition;
  const { modelsFolder } = paths;
  const repository = new ModelRepository(database);
  const inspector = new ModelInspector();
  const shelf = new ModelShelf({
    ...paths,
    repository,
    inspector,
    defaultModelId: () => settings().defaultModelId,
    goodForOf: (catalogueId) => composition.goodForOf(catalogueId),
  });
  const measureSpeed = async (): Promise<number | null> => {
    const sizes = (await shelf.all()).map(({ installed }) => [installed.id, installed.bytes] as const);
    return measuredBytesPerSecond(composition.recentSpeeds(), new Map(sizes));
  };
  const folders = new ModelFolders(modelsFolder, clock);
  const fit = new ModelFit({ client, modelsFolder, measuredBytesPerSecond: measureSpeed });
  const modelImport = new ModelImport({
    folders,
    repository,
    inspector,
    clock,
    ...(composition.freeBytesIn && { freeBytesIn: composition.freeBytesIn }),
  });
  return {
    shelf,
    measuredBytesPerSecond: measureSpeed,
    modelLibrary: new ModelLibrary({ folders, shelf, repository, modelImport, events, logger }),
    models: new ModelService({ shelf, repository, fit, client, events, clock, logger, settings }),
  };
}
