import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { silentLogger } from '../../main/log/logger';
import { composeModels, type ModelServices } from '../../main/models/composeModels';
import type { MeasuredSpeed } from '../../main/models/measuredSpeed';
import type { InferenceClient } from '../../main/workers/inference/client';
import type { AddModelsResult, InstalledModel, ModelStatus } from '../../preload/contract/models';
import { defaultSettings, type Settings } from '../../preload/contract/settings';
import { starterModelsFolder } from './inference';
import { openTestServices, type TestServices } from './testServices';

export interface TestModels extends ModelServices {
  services: TestServices;
  /** Changes take effect at the next load. */
  settings: Settings;
  /** All that were announced, in their order. */
  statuses: ModelStatus[];
  modelsFolder: string;
  add(paths: string[], mode: 'copy' | 'link'): Promise<AddModelsResult>;
  /** Adds one file by a link, which must be accepted. */
  link(path: string): Promise<InstalledModel>;
}

/** The real services of models on a real database in a temporary folder. What is loaded is unloaded when the test ends. */
export async function openTestModels(
  client: InferenceClient,
  options: {
    starterFolder?: string;
    settings?: Partial<Settings>;
    recentSpeeds?: MeasuredSpeed[];
    freeBytes?: number;
    services?: TestServices;
  } = {},
): Promise<TestModels> {
  const services = options.services ?? (await openTestServices());
  const { database, events, clock, folder } = services;
  const settings: Settings = { ...defaultSettings, contextSize: 512, ...options.settings };
  const modelsFolder = join(folder, 'models');
  const composed = composeModels({
    paths: { starterModelsFolder: options.starterFolder ?? starterModelsFolder, modelsFolder },
    database,
    client,
    events,
    clock,
    logger: silentLogger,
    settings: () => settings,
    goodForOf: () => Promise.resolve(null),
    recentSpeeds: () => options.recentSpeeds ?? [],
    ...(options.freeBytes !== undefined && { freeBytesIn: () => Promise.resolve(options.freeBytes ?? 0) }),
  });
  const statuses: ModelStatus[] = [];
  events.on('models.statusChanged', (status) => statuses.push(status));
  onTestFinished(async () => {
    await composed.models.unload(null);
    composed.models.dispose();
  });
  const add: TestModels['add'] = (paths, mode) =>
    composed.modelLibrary.add(paths, { mode, onProgress: () => undefined });
  return {
    ...composed,
    services,
    settings,
    statuses,
    modelsFolder,
    add,
    async link(path) {
      const { added, refused } = await add([path], 'link');
      const [model] = added;
      if (!model) throw new Error(`Refused: ${refused[0]?.error.message ?? 'nothing was added'}`);
      return model;
    },
  };
}
