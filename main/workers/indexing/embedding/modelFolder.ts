import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { LoamError } from '../../../../preload/contract/errors';
import { hashFile } from '../../../files/hashFile';
import type { RetrievalModelFolder } from '../protocol';
import { invalidModel } from './modelErrors';

/** Grows when the same files come to give other vectors, so that they are made anew. */
const recipe = 'loam-vectors-1';
/** Far above the largest vocabularies; what is larger would only fill the memory. */
const maxJsonBytes = 128 * 1024 * 1024;

/** In the order of preference: small and fast first. Half-precision files are slow on a processor. */
const onnxNames = [
  'model_quantized.onnx',
  'model_int8.onnx',
  'model_uint8.onnx',
  'model.onnx',
  'model_fp16.onnx',
].flatMap((name) => [`onnx/${name}`, name]);

const requiredFiles = ['config.json', 'tokenizer.json'];
const optionalFiles = [
  'tokenizer_config.json',
  'sentence_bert_config.json',
  'config_sentence_transformers.json',
  'modules.json',
  '1_Pooling/config.json',
];

/** A model's files in the Hugging Face layout. */
export interface ModelFiles {
  name: string;
  /** sha256 over all its files and the way Loam uses them. */
  id: string;
  /** Of all its files. */
  bytes: number;
  /** Absolute. */
  onnxFile: string;
  onnxSha256: string;
  /** By their names in the folder; those that are not there are missing. */
  json: ReadonlyMap<string, unknown>;
}

/**
 * Reads a model's folder, without loading the model.
 *
 * @throws LoamError embedder/not-found when there is no such folder; embedder/file-invalid when a file is missing or
 *   is none of its kind
 */
export async function readModelFolder({ folder, name }: RetrievalModelFolder): Promise<ModelFiles> {
  const folderStat = await stat(folder).catch(() => undefined);
  if (!folderStat?.isDirectory()) {
    throw new LoamError(
      'embedder/not-found',
      `The folder of “${name}” is not there any more. Add the model again.`,
    );
  }
  const json = new Map<string, unknown>();
  const hash = createHash('sha256').update(recipe);
  let bytes = 0;
  for (const path of [...requiredFiles, ...optionalFiles]) {
    const text = await readText(folder, path, name, requiredFiles.includes(path));
    if (text === undefined) continue;
    json.set(path, parseJson(text, path, name));
    hash.update(`\n${path} ${createHash('sha256').update(text).digest('hex')}`);
    bytes += text.length;
  }
  const onnxFiles = await findOnnxFiles(folder, name);
  const hashes: string[] = [];
  for (const path of onnxFiles) {
    const file = join(folder, path);
    const sha256 = await hashFile(file);
    hashes.push(sha256);
    hash.update(`\n${path} ${sha256}`);
    bytes += (await stat(file)).size;
  }
  const [onnxFile = '', onnxSha256 = ''] = [onnxFiles[0], hashes[0]];
  return { name, id: hash.digest('hex'), bytes, onnxFile: join(folder, onnxFile), onnxSha256, json };
}

async function readText(
  folder: string,
  path: string,
  name: string,
  isRequired: boolean,
): Promise<Buffer | undefined> {
  const file = join(folder, path);
  const fileStat = await stat(file).catch(() => undefined);
  if (!fileStat?.isFile()) {
    if (isRequired) throw invalidModel(name, `${path} is missing`);
    return undefined;
  }
  if (fileStat.size > maxJsonBytes) throw invalidModel(name, `${path} is too large to be what its name says`);
  return readFile(file);
}

function parseJson(text: Buffer, path: string, name: string): unknown {
  try {
    return JSON.parse(text.toString('utf8'));
  } catch (error) {
    throw invalidModel(name, `${path} is damaged`, error);
  }
}

/** The ONNX file, then the files with its numbers where they are kept apart. Relative to the folder. */
async function findOnnxFiles(folder: string, name: string): Promise<string[]> {
  const names = [...(await filesIn(folder, 'onnx/')), ...(await filesIn(folder, ''))];
  const others = names.filter((path) => path.endsWith('.onnx')).sort();
  const model =
    onnxNames.find((path) => names.includes(path)) ?? (others.length === 1 ? others[0] : undefined);
  if (model === undefined) {
    const reason =
      others.length === 0
        ? 'there is no .onnx file'
        : `none of its .onnx files is named ${onnxNames[1] ?? ''} or alike`;
    throw invalidModel(name, reason);
  }
  const parts = names.filter((path) => path.startsWith(`${model}_data`) || path.startsWith(`${model}.data`));
  return [model, ...parts.sort()];
}

async function filesIn(folder: string, prefix: string): Promise<string[]> {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => prefix + entry.name);
}
