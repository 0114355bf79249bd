import { join } from 'node:path';
import { AdapterService } from '../../../main/adapters/adapterService';
import { systemClock } from '../../../main/clock';
import { createCoreEvents } from '../../../main/events';
import { silentLogger } from '../../../main/log/logger';
import { ModelInspector } from '../../../main/models/inspectModel';
import { ModelRepository } from '../../../main/models/modelRepository';
import { ModelShelf } from '../../../main/models/modelShelf';
import type { Database } from '../../../main/storage/database';
import { openDatabase } from '../../../main/storage/openDatabase';

/** The adapter service of one process on a data folder that others use before and after it. */
export async function openKillableAdapters(
  home: string,
  starterModelsFolder: string,
): Promise<{ adapters: AdapterService; database: Database; adaptersFolder: string }> {
  const database = await openDatabase({
    file: join(home, 'loam.db'),
    backupFolder: join(home, 'backups'),
    clock: systemClock,
  });
  const adaptersFolder = join(home, 'adapters');
  const baseModels = new ModelShelf({
    starterModelsFolder,
    modelsFolder: join(home, 'models'),
    repository: new ModelRepository(database),
    inspector: new ModelInspector(),
    defaultModelId: () => null,
    goodForOf: () => Promise.resolve(null),
  });
  const adapters = new AdapterService({
    database,
    clock: systemClock,
    events: createCoreEvents(),
    logger: silentLogger,
    adaptersFolder,
    baseModels,
    settings: { get: () => ({ defaultAdapters: [] }), update: () => undefined },
  });
  return { adapters, database, adaptersFolder };
}
