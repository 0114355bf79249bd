import { copyFile, open, readFile, truncate, writeFile } from 'node:fs/promises';
import { tinyModel, tinyModelMetadata, tinyModelTensors } from '../fixtures/tinyModels';
import { starterModelFile } from './inference';

/** The first part of the starter model, cut off in the middle of its tensors. */
export async function writeTruncatedModel(path: string): Promise<string> {
  await copyFile(starterModelFile, path);
  const file = await open(path, 'r+');
  await file.truncate(40_000_000);
  await file.close();
  return path;
}

/** A header that says GGUF, followed by noise. */
export async function writeGarbageModel(path: string): Promise<string> {
  const noise = Buffer.from(Array.from({ length: 100_000 }, (_, index) => (index * 7919) % 251));
  await writeFile(path, Buffer.concat([ggufHeader(3, 0n, 5n), noise]));
  return path;
}

/** A header that promises a billion entries, on which a careless reader would hang. */
export async function writeEndlessModel(path: string): Promise<string> {
  await writeFile(path, ggufHeader(3, 0n, 1_000_000_000n));
  return path;
}

/** A complete small model with an absurd number of layers: llama.cpp aborts its process over it. */
export async function writeAbortingModel(path: string): Promise<string> {
  const entries = [
    stringEntry('general.architecture', 'llama'),
    ...[
      'block_count',
      'context_length',
      'embedding_length',
      'feed_forward_length',
      'attention.head_count',
    ].map((name) => numberEntry(`llama.${name}`, name === 'block_count' ? 100_000 : 32)),
  ];
  await writeFile(path, Buffer.concat([ggufHeader(3, 0n, BigInt(entries.length)), ...entries]));
  return path;
}

/** A whole model whose weights take so many bytes: a hole in the file, which takes no room on the disk. */
export async function writeModelOfSize(path: string, bytes: number): Promise<string> {
  const alignment = 32;
  const isFeedForward = (name: string): boolean => name.includes('ffn_') && !name.includes('norm');
  const count = tinyModelTensors.filter(({ name }) => isFeedForward(name)).length;
  const width = Number(tinyModelMetadata['llama.embedding_length']);
  const feedForwardLength = Math.round(bytes / count / width / 4 / alignment) * alignment;
  let offset = 0;
  const tensors = tinyModelTensors.map(({ name, dimensions }) => {
    const grown = name.includes('down') ? [feedForwardLength, width] : [width, feedForwardLength];
    const shape = isFeedForward(name) ? grown : dimensions.map(Number);
    const start = offset;
    const size = shape.reduce((product, dimension) => product * dimension, 4);
    offset += Math.ceil(size / alignment) * alignment;
    return { name, dimensions: shape, offset: start, data: Buffer.alloc(0) };
  });
  const header = tinyModel({ 'llama.feed_forward_length': feedForwardLength }, { tensors });
  await writeFile(path, header);
  await truncate(path, header.length + offset);
  return path;
}

/** The starter model, but said to have been trained on a context of that many tokens. */
export async function writeModelOfContext(path: string, contextTokens: number): Promise<string> {
  const model = await readFile(starterModelFile);
  const key = Buffer.from('llama.context_length');
  const valueOffset = model.indexOf(key) + key.length + 4;
  model.writeUInt32LE(contextTokens, valueOffset);
  await writeFile(path, model);
  return path;
}

/** The starter model with another chat template, filled up with a remark to the length of its own. */
export async function writeModelWithTemplate(path: string, template: string): Promise<string> {
  const model = await readFile(starterModelFile);
  const key = Buffer.from('tokenizer.chat_template');
  const lengthOffset = model.indexOf(key) + key.length + 4;
  const length = Number(model.readBigUInt64LE(lengthOffset));
  if (template.length > length) throw new Error(`A template has room for ${length} characters here.`);
  const room = length - template.length;
  const filling = template === '' || room < 4 ? ' '.repeat(room) : `{#${' '.repeat(room - 4)}#}`;
  model.write(template + filling, lengthOffset + 8, 'latin1');
  await writeFile(path, model);
  return path;
}

function ggufHeader(version: number, tensorCount: bigint, entryCount: bigint): Buffer {
  const header = Buffer.alloc(24);
  header.write('GGUF', 0, 'latin1');
  header.writeUInt32LE(version, 4);
  header.writeBigUInt64LE(tensorCount, 8);
  header.writeBigUInt64LE(entryCount, 16);
  return header;
}

function ggufString(text: string): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(text)));
  return Buffer.concat([length, Buffer.from(text)]);
}

function entry(key: string, type: number, value: Buffer): Buffer {
  const typeBytes = Buffer.alloc(4);
  typeBytes.writeUInt32LE(type);
  return Buffer.concat([ggufString(key), typeBytes, value]);
}

function stringEntry(key: string, text: string): Buffer {
  return entry(key, 8, ggufString(text));
}

function numberEntry(key: string, number: number): Buffer {
  const value = Buffer.alloc(4);
  value.writeUInt32LE(number);
  return entry(key, 4, value);
}
