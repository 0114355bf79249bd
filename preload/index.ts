import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { buildBridge } from './bridge';

contextBridge.exposeInMainWorld(
  'loam',
  buildBridge(ipcRenderer, () => crypto.randomUUID()),
);
// A File cannot travel to the main process; only here can its place on the disk be told. Pages get Files by the user's
// own hand alone: by dropping them.
contextBridge.exposeInMainWorld(
  'loamFiles',
  Object.freeze({ pathOf: (file: File) => webUtils.getPathForFile(file) }),
);
