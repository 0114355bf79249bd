import { basename, join } from 'node:path';
import {
  app,
  dialog,
  shell,
  type BrowserWindow,
  type OpenDialogOptions,
  type SaveDialogOptions,
} from 'electron';
import { LoamError } from '../../preload/contract/errors';
import type { AdapterFileDialogs } from '../adapters/adapterHandlers';
import type { FileDialogs } from '../conversations/fileDialogs';
import type { KnowledgeDialogs } from '../knowledge/knowledgeHandlers';
import type { RetrievalModelDialog } from '../knowledge/retrievalHandlers';
import type { ModelFileDialog } from '../models/modelHandlers';
import type { AddressDialog } from '../models/downloads/addressConsent';
import { confirmRequest } from './confirmLink';
import { readTextFile } from './readTextFile';
import { writeFileAtomically } from './writeFileAtomically';

interface Filter {
  name: string;
  extensions: readonly string[];
}

const filters = {
  json: { name: 'Loam export', extensions: ['json'] },
  md: { name: 'Markdown', extensions: ['md'] },
  gguf: { name: 'GGUF model', extensions: ['gguf'] },
  adapter: { name: 'LoRA adapter', extensions: ['gguf', 'safetensors', 'json'] },
} as const satisfies Record<string, Filter>;

export type NativeDialogs = FileDialogs &
  ModelFileDialog &
  AdapterFileDialogs &
  AddressDialog &
  KnowledgeDialogs &
  RetrievalModelDialog;

/**
 * Native file dialogs above the window.
 *
 * @param owner the window the dialogs belong to; null while there is none
 */
export function createFileDialogs(owner: () => BrowserWindow | null): NativeDialogs {
  return {
    async saveTextFile(suggestedName, content) {
      const filter = suggestedName.endsWith('.md') ? filters.md : filters.json;
      const filePath = await chooseSavePath(owner(), { suggestedName, title: 'Export', filter });
      if (filePath === null) return null;
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

    chooseModelFiles() {
      return choose(owner(), {
        title: 'Choose models',
        filters: [copyFilter(filters.gguf)],
        properties: ['openFile', 'multiSelections'],
      });
    },

    chooseAdapterFile() {
      return chooseFile(owner(), { title: 'Choose an adapter', filters: [copyFilter(filters.adapter)] });
    },

    async chooseAdapterFolder() {
      const paths = await choose(owner(), {
        title: 'Choose the folder of a PEFT adapter',
        properties: ['openDirectory'],
      });
      return paths?.[0] ?? null;
    },

    chooseDocuments(kind) {
      return choose(owner(), {
        title: kind === 'folder' ? 'Choose a folder of documents' : 'Choose documents',
        properties: kind === 'folder' ? ['openDirectory'] : ['openFile', 'multiSelections'],
      });
    },

    // Only shows it: opening a file could run it.
    revealFile: (path) => shell.showItemInFolder(path),

    async chooseRetrievalModel() {
      const paths = await choose(owner(), {
        title: 'Choose the folder of an embedder or reranker',
        properties: ['openDirectory'],
      });
      return paths?.[0] ?? null;
    },

    confirmAddress: (address) => confirmRequest(owner(), address),

    saveAdapterFile(suggestedName) {
      return chooseSavePath(owner(), { suggestedName, title: 'Export the adapter', filter: filters.gguf });
    },
  };
}

async function chooseSavePath(
  window: BrowserWindow | null,
  { suggestedName, title, filter }: { suggestedName: string; title: string; filter: Filter },
): Promise<string | null> {
  const options: SaveDialogOptions = {
    title,
    defaultPath: join(app.getPath('documents'), basename(suggestedName)),
    filters: [copyFilter(filter)],
    properties: ['showOverwriteConfirmation', 'createDirectory'],
  };
  const { filePath, canceled } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  return canceled || filePath === '' ? null : filePath;
}

async function chooseFile(window: BrowserWindow | null, options: OpenDialogOptions): Promise<string | null> {
  const paths = await choose(window, { ...options, properties: ['openFile'] });
  return paths?.[0] ?? null;
}

/** Null when the user cancelled. */
async function choose(window: BrowserWindow | null, options: OpenDialogOptions): Promise<string[] | null> {
  const { filePaths, canceled } = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  return canceled || filePaths.length === 0 ? null : filePaths;
}

function copyFilter({ name, extensions }: Filter) {
  return { name, extensions: [...extensions] };
}
