import { basename, join } from 'node:path';
import { app, dialog, type BrowserWindow, type OpenDialogOptions, type SaveDialogOptions } from 'electron';
import { LoamError } from '../../preload/contract/errors';
import type { FileDialogs } from '../conversations/fileDialogs';
import { readTextFile } from './readTextFile';
import { writeFileAtomically } from './writeFileAtomically';

const filters = {
  json: { name: 'Loam export', extensions: ['json'] },
  md: { name: 'Markdown', extensions: ['md'] },
  gguf: { name: 'GGUF model', extensions: ['gguf'] },
} as const;

export interface NativeFileDialogs extends FileDialogs {
  /** Asks for a model file; null when the user cancelled. */
  chooseModelFile(): Promise<string | null>;
}

/**
 * Native file dialogs above the window.
 *
 * @param owner the window the dialogs belong to; null while there is none
 */
export function createFileDialogs(owner: () => BrowserWindow | null): NativeFileDialogs {
  return {
    async saveTextFile(suggestedName, content) {
      const options: SaveDialogOptions = {
        title: 'Export',
        defaultPath: join(app.getPath('documents'), basename(suggestedName)),
        filters: [suggestedName.endsWith('.md') ? filters.md : filters.json].map(copyFilter),
        properties: ['showOverwriteConfirmation', 'createDirectory'],
      };
      const window = owner();
      const { filePath, canceled } = await (window === null
        ? dialog.showSaveDialog(options)
        : dialog.showSaveDialog(window, options));
      if (canceled || filePath === '') return null;
      try {
        await writeFileAtomically(filePath, content);
      } catch (error) {
        throw new LoamError(
          'export/failed',
          'The file could not be written. Check the free space and whether you may write in that folder.',
          { cause: error, retryable: true },
        );
      }
      return filePath;
    },

    async openTextFile(_kind) {
      const path = await chooseFile(owner(), { title: 'Import', filters: [copyFilter(filters.json)] });
      return path === null ? null : { path, text: await readTextFile(path) };
    },

    chooseModelFile() {
      return chooseFile(owner(), { title: 'Choose a model', filters: [copyFilter(filters.gguf)] });
    },
  };
}

async function chooseFile(window: BrowserWindow | null, options: OpenDialogOptions): Promise<string | null> {
  const complete: OpenDialogOptions = { ...options, properties: ['openFile'] };
  const { filePaths, canceled } = await (window === null
    ? dialog.showOpenDialog(complete)
    : dialog.showOpenDialog(window, complete));
  return canceled ? null : (filePaths[0] ?? null);
}

function copyFilter({ name, extensions }: { name: string; extensions: readonly string[] }) {
  return { name, extensions: [...extensions] };
}
