import { readEmbedderFiles, readManifest } from './manifest.mjs';
import { areVerified, fetchMissingFiles } from './starterWeightsFiles.mjs';

/** @type {import('./setUp.mjs').Step} */
export const starterWeightsStep = {
  name: 'Starter weights',
  isUpToDate: ({ root }) => areVerified(root, readManifest(root)),
  run: (context, progress) => fetchMissingFiles(context, progress, readManifest(context.root)),
};

/**
 * Turns texts into numbers that are near each other when the texts mean the same. Chats work without it.
 * @type {import('./setUp.mjs').Step}
 */
export const starterEmbedderStep = {
  name: 'Starter embedder',
  isOptional: ({ purpose }) => purpose !== 'tests',
  withoutIt: 'no documents can be searched until it is',
  isUpToDate: ({ root }) => areVerified(root, readEmbedderFiles(root)),
  run: (context, progress) => fetchMissingFiles(context, progress, readEmbedderFiles(context.root)),
};
