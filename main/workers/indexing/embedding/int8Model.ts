import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { hashFile } from '../../../files/hashFile';
import { bertGraphOpset, buildBertGraph } from './bertGraph';
import { findBertWeights } from './bertWeights';
import type { ModelFiles } from './modelFolder';
import type { ModelSettings } from './modelSettings';
import { startModelThread } from './modelThread';
import { decodeOnnx, encodeOnnx } from './onnxSchema';
import { doesMultiplicationSaturate } from './saturation';
import type { TokenEncoder } from './tokenEncoder';

/** Grows with every change of what is derived. */
const derivationVersion = 1;
/** A larger file is not read into memory for this. */
const maxSourceBytes = 1024 * 1024 * 1024;
/** Cosine of the two models' vectors for the same text. Below it the search would suffer. */
const smallestAgreement = 0.98;

const comparedTexts = [
  'How long may the bridge be closed for repairs?',
  'Die Rechnung ist innerhalb von 30 Tagen ohne Abzug zu bezahlen.',
  'The pressure distribution over a thin wing in a supersonic stream was measured in the wind tunnel, and compared ' +
    'with the values that the linear theory gives for the same angle of attack. Near the leading edge the two differ ' +
    'by a fifth; further back they agree within the error of the instruments.',
  'SELECT name, count(*) FROM orders GROUP BY name; -- 2024-01-31, 1 024 rows',
];

const recordSchema = z.object({
  /** What was compared, with which software on which processor. */
  madeFor: z.string(),
  /** sha256 of the derived file; null where the original is to be used. */
  sha256: z.string().nullable(),
});

/**
 * A model with the same weights that really calculates with 8-bit numbers, in `cacheFolder`, derived there at the first
 * use. Files that only store their weights so are multiplied out when they are loaded, and run at a third of the speed.
 *
 * @returns its path; null where the model's own file is to be used: another kind of model, or the two do not agree
 */
export async function deriveInt8Model(
  files: ModelFiles,
  settings: ModelSettings,
  encoder: TokenEncoder,
  cacheFolder: string,
): Promise<string | null> {
  const shape = bertShape(settings);
  if (!shape || (await stat(files.onnxFile)).size > maxSourceBytes) return null;
  await mkdir(cacheFolder, { recursive: true, mode: 0o700 });
  const path = join(cacheFolder, `${files.id.slice(0, 32)}.int8.onnx`);
  const recordPath = `${path}.json`;
  const madeFor = await describeConditions();
  const record = await readRecord(recordPath);
  if (record?.madeFor === madeFor) {
    if (record.sha256 === null) return null;
    if ((await hashFile(path).catch(() => null)) === record.sha256) return path;
  }
  const model = await makeModel(files, settings, encoder, shape);
  if (model) await replaceFile(path, model);
  const sha256 = model ? createHash('sha256').update(model).digest('hex') : null;
  const fresh = { madeFor, sha256 } satisfies z.infer<typeof recordSchema>;
  await replaceFile(recordPath, JSON.stringify(fresh));
  return model ? path : null;
}

/** Two models with the same files may be opened at once: neither sees half of what the other writes. */
async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const fresh = `${path}.${randomUUID()}`;
  await writeFile(fresh, content);
  await rename(fresh, path);
}

interface FoundShape {
  layers: number;
  heads: number;
  normEpsilon: number;
}

/** Undefined for other architectures than plain BERT. */
function bertShape({ kind, config }: ModelSettings): FoundShape | undefined {
  const { model_type: type, hidden_act: activation, position_embedding_type: positions } = config;
  const { num_hidden_layers: layers, num_attention_heads: heads, layer_norm_eps: normEpsilon } = config;
  const isPlain = type === 'bert' && activation === 'gelu' && (positions ?? 'absolute') === 'absolute';
  if (kind !== 'embedder' || !isPlain || !layers || !heads || !normEpsilon) return undefined;
  return { layers, heads, normEpsilon };
}

/** A file that was judged on another processor, or by other software, is judged anew. */
async function describeConditions(): Promise<string> {
  const { env } = await import('onnxruntime-node');
  const processor = `${process.platform} ${process.arch} ${cpus()[0]?.model ?? ''}`;
  return [derivationVersion, env.versions.node ?? '', processor].join('; ');
}

async function readRecord(path: string): Promise<z.infer<typeof recordSchema> | undefined> {
  try {
    return recordSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    // Missing and torn mean the same: it is derived anew.
    return undefined;
  }
}

async function makeModel(
  files: ModelFiles,
  settings: ModelSettings,
  encoder: TokenEncoder,
  shape: FoundShape,
): Promise<Uint8Array | undefined> {
  const weights = findBertWeights(decodeOnnx(await readFile(files.onnxFile)), shape.layers);
  if (!weights) return undefined;
  const graph = buildBertGraph(weights, shape, await doesMultiplicationSaturate());
  const model = encodeOnnx(graph, bertGraphOpset);
  const agreement = await compareModels(files.onnxFile, model, settings, encoder);
  return agreement >= smallestAgreement ? model : undefined;
}

/** The smallest cosine over the compared texts; -1 when the derived model does not run. */
async function compareModels(
  original: string,
  derived: Uint8Array,
  settings: ModelSettings,
  encoder: TokenEncoder,
): Promise<number> {
  const expected = await vectorsOf(original, 'all', settings, encoder);
  const found = await vectorsOf(derived, 'basic', settings, encoder).catch(() => []);
  return expected.reduce((smallest, vector, index) => Math.min(smallest, dot(vector, found[index])), 1);
}

async function vectorsOf(
  model: string | Uint8Array,
  optimization: 'basic' | 'all',
  { output }: ModelSettings,
  encoder: TokenEncoder,
): Promise<readonly Float32Array[]> {
  const texts = comparedTexts.map((text) => encoder.encode(text));
  const thread = await startModelThread({ model, optimization, output, trial: encoder.encode('a') });
  try {
    return await thread.run(texts);
  } finally {
    await thread.close();
  }
}

function dot(one: Float32Array, other: Float32Array | undefined): number {
  if (one.length !== other?.length) return -1;
  return one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
}
