import { resolve } from 'node:path';

const folder = resolve(import.meta.dirname, '..', 'fixtures', 'adapters');

/** Real adapters of the starter model and strangers to it; the folder's README says what they do. */
export const adapterFiles = {
  pirate: resolve(folder, 'pirate.gguf'),
  second: resolve(folder, 'second.gguf'),
  wrongBase: resolve(folder, 'wrong-base.gguf'),
  wrongArchitecture: resolve(folder, 'wrong-architecture.gguf'),
};
