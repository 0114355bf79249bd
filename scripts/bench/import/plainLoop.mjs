/**
 * What a program without any indexing of its own would do: transformers.js as its documentation shows it, one text after
 * another. A process of its own, so that neither side has the other's memory or threads.
 */
import path from 'node:path';
import { env, pipeline } from '@huggingface/transformers';

const [folder = ''] = process.argv.slice(2);
env.allowRemoteModels = false;
env.localModelPath = `${path.dirname(folder)}/`;
const embed = await pipeline('feature-extraction', path.basename(folder), { dtype: 'q8' });
const embedOne = (/** @type {string} */ text) => embed(text, { pooling: 'mean', normalize: true });
await embedOne('A first one, so that everything is in place.');

process.on('message', async (/** @type {string[]} */ texts) => {
  const startedMs = performance.now();
  for (const text of texts) await embedOne(text);
  process.send?.({ durationMs: performance.now() - startedMs });
});
process.send?.('ready');
