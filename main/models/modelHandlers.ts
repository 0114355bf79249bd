import type { HandlersOf } from '../../preload/contract/index';
import type { ModelService } from './modelService';

/** What linking a model needs of the window's surroundings. */
export interface ModelFileDialog {
  /** Asks for a GGUF file; null when the user cancelled. */
  chooseModelFile(): Promise<string | null>;
}

export function modelHandlers(service: ModelService, dialog: ModelFileDialog) {
  return {
    list: () => service.list(),
    status: () => service.status(),
    load: ({ id }) => service.load(id),
    unload: async () => {
      await service.unload();
      return null;
    },
    linkFile: async () => {
      const path = await dialog.chooseModelFile();
      return path === null ? null : service.link(path);
    },
    unlink: async ({ id }) => {
      await service.unlink(id);
      return null;
    },
  } satisfies HandlersOf<'models'>;
}
