import {
  LoamError,
  serializeError,
  deserializeError,
  type ErrorCode,
} from '../../../preload/contract/errors';
import { api } from '../../api';
import { useNavigation } from '../../navigation';

/** Something the user can do about a failure: one click, named by what it does. */
export interface NextStep {
  label: string;
  run: () => void;
}

/** Anything thrown, as the error people can read. What is not a LoamError is a bug and says so. */
export function toLoamError(error: unknown): LoamError {
  return error instanceof LoamError ? error : deserializeError(serializeError(error));
}

const titleByDomain: Record<string, string> = {
  request: 'Loam refused that request',
  internal: 'Something went wrong',
  conversation: 'The chat is not available',
  message: 'The message is not available',
  assistant: 'The assistant is not available',
  template: 'The template is not available',
  import: 'Nothing was imported',
  export: 'Nothing was exported',
  model: 'The model is not available',
  adapter: 'The adapter is not available',
  comparison: 'The comparison is not available',
  catalogue: 'The model is not on the list',
  download: 'The download did not succeed',
  collection: 'The collection is not available',
  source: 'The file or folder cannot be read',
  document: 'The file cannot be read',
  embedder: 'The search model is not available',
  index: 'The search index is not ready',
  recall: 'The saved question is not available',
  generation: 'No answer this time',
  worker: 'The model process stopped',
  storage: 'Your data could not be read or saved',
  settings: 'The settings were not saved',
  link: 'The link was not opened',
};

const titleByCode: Partial<Record<ErrorCode, string>> = {
  'conversation/busy': 'This chat is still answering',
  'model/none': 'No model yet',
  'model/file-missing': 'The model’s file is gone',
  'model/file-invalid': 'This file is not a usable model',
  'model/load-failed': 'The model did not load',
  'model/out-of-memory': 'The model does not fit into memory',
  'model/too-large': 'The model is too large for this computer',
  'model/quarantined': 'The model is set aside',
  'model/not-loaded': 'The model is not loaded',
  'model/template-failed': 'The model’s chat form cannot be used',
  'adapter/file-missing': 'The adapter’s file is gone',
  'adapter/file-invalid': 'This file is not a usable adapter',
  'adapter/wrong-base': 'The adapter belongs to another model',
  'adapter/base-missing': 'The adapter’s model is not here',
  'adapter/in-use': 'The adapter is in use',
  'download/not-found': 'The download is not there any more',
  'download/refused': 'The server refused the download',
  'download/unreachable': 'The server could not be reached',
  'download/interrupted': 'The download was interrupted',
  'download/changed': 'The file on the server has changed',
  'download/corrupt': 'The download was damaged',
  'download/disk-full': 'Not enough room on the disk',
  'collection/name-taken': 'There is a collection of that name',
  'source/not-found': 'The file or folder is not there any more',
  'source/refused': 'The file or folder was not added',
  'document/not-found': 'The file is not there any more',
  'document/no-text': 'No text was found in the file',
  'document/index-failed': 'The file could not be indexed',
  'embedder/file-invalid': 'This folder holds no usable search model',
  'embedder/load-failed': 'The search model did not load',
  'embedder/in-use': 'The search model is in use',
  'index/damaged': 'The search index was damaged',
  'generation/prompt-too-long': 'Too long for the model’s window',
  'storage/full': 'The disk is full',
};

/** A heading of a few words for this kind of failure. */
export function errorTitle(code: ErrorCode): string {
  return titleByCode[code] ?? titleByDomain[code.split('/')[0] ?? ''] ?? 'Something went wrong';
}

const openModels: NextStep = {
  label: 'Open models',
  run: () => useNavigation.getState().showModels('installed'),
};
const findModels: NextStep = {
  label: 'Find models',
  run: () => useNavigation.getState().showModels('find'),
};
const openDownloads: NextStep = {
  label: 'Open downloads',
  run: () => useNavigation.getState().showModels('downloads'),
};
const openSettings: NextStep = {
  label: 'Open settings',
  run: () => useNavigation.getState().showScreen('settings'),
};
const openLibrary: NextStep = {
  label: 'Open library',
  run: () => useNavigation.getState().showScreen('library'),
};
const newChat: NextStep = {
  label: 'New chat',
  run: () => useNavigation.getState().startNewChat(),
};
const openAdapters: NextStep = {
  label: 'Open adapters',
  run: () => useNavigation.getState().showScreen('adapters'),
};
const openKnowledge: NextStep = {
  label: 'Open knowledge',
  run: () => useNavigation.getState().showKnowledge('documents'),
};
const openDataFolder: NextStep = {
  label: 'Open data folder',
  run: () => void api.application.openDataFolder({}),
};

const stepByCode: Partial<Record<ErrorCode, NextStep>> = {
  'model/none': openModels,
  'model/not-found': openModels,
  'model/file-missing': openModels,
  'model/file-invalid': openModels,
  'model/load-failed': openModels,
  'model/out-of-memory': openSettings,
  'model/too-large': openModels,
  'model/quarantined': openModels,
  'model/not-loaded': openModels,
  'model/template-failed': openModels,
  'adapter/not-found': openAdapters,
  'adapter/file-missing': openAdapters,
  'adapter/wrong-base': findModels,
  'adapter/base-missing': findModels,
  'catalogue/not-found': findModels,
  'download/not-found': openDownloads,
  'download/interrupted': openDownloads,
  'download/changed': openDownloads,
  'download/corrupt': openDownloads,
  'download/disk-full': openModels,
  'collection/not-found': openKnowledge,
  'source/not-found': openKnowledge,
  'source/unreadable': openKnowledge,
  'document/not-found': openKnowledge,
  'embedder/not-found': openKnowledge,
  'embedder/load-failed': openKnowledge,
  'embedder/in-use': openKnowledge,
  'index/building': openKnowledge,
  'recall/not-found': openKnowledge,
  'generation/prompt-too-long': openSettings,
  'worker/crash-loop': openModels,
  'worker/start-failed': openModels,
  'assistant/not-found': openLibrary,
  'template/not-found': openLibrary,
  'conversation/not-found': newChat,
  'storage/full': openDataFolder,
  'storage/unwritable': openDataFolder,
  'storage/corrupt': openDataFolder,
  'storage/newer-version': openDataFolder,
  'storage/open-failed': openDataFolder,
  'settings/unwritable': openDataFolder,
};

/** The place in Loam where this failure can be mended; null when there is none. */
export function nextStepFor(code: ErrorCode): NextStep | null {
  return stepByCode[code] ?? null;
}
