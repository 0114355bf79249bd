import { basename } from 'node:path';
import { serializeError } from '../../preload/contract/errors';
import type { HandlersOf } from '../../preload/contract/index';
import type { AddModelsResult } from '../../preload/contract/models';
import type { CopyProgress } from './modelImport';
import type { ModelLibrary } from './modelLibrary';
import type { ModelService } from './modelService';

/** What adding models needs of the window's surroundings. */
export interface ModelFileDialog {
  /** Asks for GGUF files; null when the user cancelled. */
  chooseModelFiles(): Promise<string[] | null>;
}

export function modelHandlers(service: ModelService, library: ModelLibrary, dialog: ModelFileDialog) {
  return {
    list: () => library.list(),
    status: () => service.status(),
    load: ({ id }) => service.load(id),
    unload: async ({ id }) => {
      await service.unload(id);
      return null;
    },
    machine: () => service.machine(),
    fit: ({ id }) => service.fit(id),
    chooseFiles: () => dialog.chooseModelFiles(),
    add: ({ paths, mode }, { streamId }) => {
      return {
        started: { streamId },
        run: async (emit) => {
          const onProgress = inSteps((progress) => emit({ type: 'progress', ...progress }));
          const result = await library
            .add(paths, { mode, onProgress })
            .catch((error: unknown) => nothingAdded(paths, error));
          emit({ type: 'end', result });
        },
      };
    },
    cancelAdd: () => {
      library.cancelAdd();
      return null;
    },
    rename: ({ id, name }) => library.rename(id, name),
    remove: ({ id }) => service.withdraw(id, () => library.remove(id)),
  } satisfies HandlersOf<'models'>;
}

/** Every stream ends with its terminal part, also when the list itself could not be read or written. */
function nothingAdded(paths: readonly string[], error: unknown): AddModelsResult {
  return {
    added: [],
    refused: paths.map((path) => ({ fileName: basename(path), error: serializeError(error) })),
  };
}

/** Passes progress on in steps of half a hundredth; copying reports every piece. */
function inSteps(onProgress: (progress: CopyProgress) => void): (progress: CopyProgress) => void {
  let reportedBytes = 0;
  return (progress) => {
    const { copiedBytes, totalBytes } = progress;
    const grownBytes = copiedBytes - reportedBytes;
    if (grownBytes >= 0 && grownBytes < totalBytes / 200 && copiedBytes < totalBytes) return;
    reportedBytes = copiedBytes;
    onProgress(progress);
  };
}
