import { contextBridge, ipcRenderer } from 'electron';
import { buildBridge } from './bridge';

contextBridge.exposeInMainWorld(
  'loam',
  buildBridge(ipcRenderer, () => crypto.randomUUID()),
);
