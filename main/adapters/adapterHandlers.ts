import type { HandlersOf } from '../../preload/contract/index';
import type { AdapterService } from './adapterService';
import { exportedFileName } from './exportAdapter';

/** What adapters need of the window's surroundings. Null: the user cancelled. */
export interface AdapterFileDialogs {
  /** Asks for a GGUF file, or one of the two files of a PEFT adapter. */
  chooseAdapterFile(): Promise<string | null>;
  /** Asks for the folder of a PEFT adapter. */
  chooseAdapterFolder(): Promise<string | null>;
  /** Asks where to save a GGUF file; nothing is written yet. */
  saveAdapterFile(suggestedName: string): Promise<string | null>;
}

export function adapterHandlers(service: AdapterService, dialogs: AdapterFileDialogs) {
  return {
    list: () => service.list(),
    choose: ({ what }) => (what === 'file' ? dialogs.chooseAdapterFile() : dialogs.chooseAdapterFolder()),
    add: ({ path, baseModelId }) => service.add(path, baseModelId),
    update: ({ id, changes }) => service.update(id, changes),
    export: async ({ id }) => {
      // A file that is gone is told before the user chooses a place for it.
      await service.fileOf(id);
      const path = await dialogs.saveAdapterFile(exportedFileName(await service.get(id)));
      if (path === null) return null;
      await service.exportTo(id, path);
      return { path };
    },
    remove: async ({ id, evenIfUsed }) => {
      await service.remove(id, evenIfUsed);
      return null;
    },
    uses: ({ id, limit }) => service.uses(id, limit),
    compatibility: ({ modelId }) => service.compatibility(modelId),
  } satisfies HandlersOf<'adapters'>;
}
