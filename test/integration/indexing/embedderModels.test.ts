import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inspectModel } from '../../../main/workers/indexing/embedding/inspectModel';
import { node, tokenInputs } from '../../fixtures/onnx/graphParts';
import { tinyBertGraph, writeTinyBert } from '../../fixtures/onnx/tinyBert';
import { tinyVocabulary } from '../../fixtures/onnx/tinyTokenizer';
import { writeModel, writeTinyEmbedder, writeTinyReranker } from '../../fixtures/onnx/tinyModels';
import {
  dotProduct,
  miniLmFolder,
  neverAborted,
  openTestEmbedder,
  openTestReranker,
} from '../../helpers/embedding';
import { temporaryFolder } from '../../helpers/temporaryFolder';

const library = 'the library opens at nine';
const bread = 'yeast makes dough rise';

function tinyEmbedder(options?: Parameters<typeof writeTinyEmbedder>[1]): string {
  const folder = temporaryFolder();
  writeTinyEmbedder(folder, options);
  return folder;
}

function tinyReranker(): string {
  const folder = temporaryFolder();
  writeTinyReranker(folder);
  return folder;
}

function inspect(folder: string): ReturnType<typeof inspectModel> {
  return inspectModel({ folder, name: 'Tested model' });
}

async function openedId(folder: string): Promise<string> {
  const { facts } = await openTestEmbedder(folder);
  return facts.id;
}

function sizeOf(...paths: string[]): number {
  return paths.reduce((sum, path) => sum + statSync(join(miniLmFolder, path)).size, 0);
}

it('embeds with another model than its own', async () => {
  const embedder = await openTestEmbedder(tinyEmbedder());
  expect(embedder.facts).toMatchObject({ dimensions: 24, maxTokens: 128 });
  const [first, second] = await embedder.embedPassages([library, bread], neverAborted);
  const query = await embedder.embedQuery('when does the library open');
  expect(dotProduct(query, first!)).toBeGreaterThan(dotProduct(query, second!) + 0.1);
});

it('knows two models apart, and one model again', async () => {
  const ids = [{}, {}, { seed: 2 }, { dimensions: 16 }, { pooling: 'cls' as const }].map((options) =>
    inspect(tinyEmbedder(options)),
  );
  const [first, again, ...others] = (await Promise.all(ids)).map(({ id }) => id);
  expect(again).toBe(first);
  expect(new Set([first, ...others]).size).toBe(4);
});

it('takes the vector of the first token where the model’s settings say so', async () => {
  const embedder = await openTestEmbedder(tinyEmbedder({ pooling: 'cls' }));
  const [first, second] = await embedder.embedPassages([library, bread], neverAborted);
  // It is the same token in every text, and this model has nothing else to tell them apart by.
  expect(second).toEqual(first);
});

it('puts before questions and passages what the model’s makers put there', async () => {
  const plain = await openTestEmbedder(tinyEmbedder());
  const prompts = { query: 'query: ', document: 'passage: ' };
  const prompted = await openTestEmbedder(tinyEmbedder({ prompts }));
  expect(await prompted.embedQuery(library)).toEqual(await plain.embedQuery(`query: ${library}`));
  expect(await prompted.embedPassages([library], neverAborted)).toEqual(
    await plain.embedPassages([`passage: ${library}`], neverAborted),
  );
  expect(prompted.countTokens(library)).toBe(plain.countTokens(`passage: ${library}`));
});

it('says so when the model fails at a text, and goes on with the next one', async () => {
  const embedder = await openTestEmbedder(tinyEmbedder({ knownPieces: tinyVocabulary.indexOf('m') }));
  await expect(embedder.embedPassages(['bad', 'zoo'], neverAborted)).rejects.toMatchObject({
    code: 'embedder/load-failed',
    message: expect.stringContaining('Tested model'),
  });
  expect(await embedder.embedPassages(['a b c d'], neverAborted)).toHaveLength(1);
});

it('tells what a folder holds before anything is indexed with it', async () => {
  expect(await inspect(miniLmFolder)).toEqual({
    kind: 'embedder',
    id: await openedId(miniLmFolder),
    dimensions: 384,
    maxTokens: 256,
    bytes: sizeOf(
      'config.json',
      'tokenizer.json',
      'tokenizer_config.json',
      'sentence_bert_config.json',
      '1_Pooling/config.json',
      'onnx/model_quantized.onnx',
    ),
  });
  expect(await inspect(tinyReranker())).toMatchObject({ kind: 'reranker', dimensions: null, maxTokens: 128 });
});

it('finds the starter embedder as the manifest describes it', async () => {
  const manifest = JSON.parse(readFileSync(join(miniLmFolder, '..', '..', 'manifest.json'), 'utf8'));
  const { id, dimensions, maxTokens, bytes } = manifest.embedders[0];
  expect(await inspect(miniLmFolder)).toEqual({ kind: 'embedder', id, dimensions, maxTokens, bytes });
});

it('judges how well texts answer a question', async () => {
  const reranker = await openTestReranker(tinyReranker());
  const texts = [bread, library, `${bread} ${library}`];
  const scores = await reranker.score('library opens', texts, neverAborted);
  expect(scores.indexOf(Math.max(...scores))).toBe(1);
  expect(scores.indexOf(Math.min(...scores))).toBe(0);
  expect(await reranker.score('library opens', [library], neverAborted)).toEqual([scores[1]]);
  const stopper = new AbortController();
  const stopped = reranker.score('library', texts, stopper.signal);
  stopper.abort();
  await expect(stopped).rejects.toMatchObject({ code: 'generation/cancelled' });
});

it('reads all of a question though the text is longer than the model reads', async () => {
  const reranker = await openTestReranker(tinyReranker());
  const [cut, cutFurther] = await reranker.score(
    'library opens',
    [library.repeat(30), `${library.repeat(30)} ${bread}`],
    neverAborted,
  );
  expect(cutFurther).toBe(cut);
  expect(await reranker.score(library.repeat(30), [bread], neverAborted)).toEqual([expect.any(Number)]);
});

it('uses a model of the one kind for nothing else', async () => {
  await expect(openTestEmbedder(tinyReranker())).rejects.toMatchObject({ code: 'embedder/file-invalid' });
  await expect(openTestReranker(tinyEmbedder())).rejects.toMatchObject({ code: 'embedder/file-invalid' });
});

it('derives a faster model once, agrees with the original, and makes it anew when it is damaged', async () => {
  const folder = temporaryFolder();
  writeTinyBert(folder);
  const cacheFolder = temporaryFolder();
  const first = await openTestEmbedder(folder, { cacheFolder });
  const expected = await first.embedQuery(library);
  const derived = join(
    cacheFolder,
    readdirSync(cacheFolder).find((name) => name.endsWith('.onnx'))!,
  );
  const content = readFileSync(derived);

  utimesSync(derived, 1_000_000, 1_000_000);
  await openTestEmbedder(folder, { cacheFolder });
  expect(statSync(derived).mtimeMs).toBe(1_000_000_000);

  writeFileSync(derived, content.subarray(0, content.length / 2));
  const second = await openTestEmbedder(folder, { cacheFolder });
  expect(readFileSync(derived)).toEqual(content);
  expect(await second.embedQuery(library)).toEqual(expected);
});

it('keeps to the original where the faster model would not agree with it', async () => {
  const folder = temporaryFolder();
  writeTinyBert(folder, { hasHardOutput: true });
  const cacheFolder = temporaryFolder();
  const embedder = await openTestEmbedder(folder, { cacheFolder });
  expect(readdirSync(cacheFolder).filter((name) => !name.endsWith('.json'))).toEqual([]);
  const again = await openTestEmbedder(folder, { cacheFolder });
  expect(await again.embedQuery(library)).toEqual(await embedder.embedQuery(library));
});

const decoder = {
  ...tinyBertGraph(),
  inputs: tokenInputs('input_ids', 'token_type_ids', 'past_key_values'),
};
const broken = { ...tinyBertGraph(), nodes: [node('Nonsense', ['input_ids'], 'last_hidden_state')] };

it.each([
  [
    'there is no config.json',
    'config.json is missing',
    (folder: string) => rmSync(join(folder, 'config.json')),
  ],
  [
    'there is no tokenizer',
    'tokenizer.json is missing',
    (folder: string) => rmSync(join(folder, 'tokenizer.json')),
  ],
  [
    'there is no model',
    'there is no .onnx file',
    (folder: string) => rmSync(join(folder, 'onnx'), { recursive: true }),
  ],
  [
    'there are several models of unknown names',
    'none of its .onnx files is named',
    (folder: string) => {
      renameSync(join(folder, 'onnx', 'model.onnx'), join(folder, 'onnx', 'one.onnx'));
      writeFileSync(join(folder, 'onnx', 'other.onnx'), 'other');
    },
  ],
  [
    'a setting is no JSON',
    'config.json is damaged',
    (folder: string) => writeFileSync(join(folder, 'config.json'), '{"a":'),
  ],
  [
    'a setting is of another form',
    'is not what Loam knows',
    (folder: string) => writeFileSync(join(folder, 'config.json'), '[1]'),
  ],
  [
    'the tokenizer is none',
    'of a kind that Loam does not know',
    (folder: string) => writeFileSync(join(folder, 'tokenizer.json'), '{}'),
  ],
  [
    'the model is text',
    'cannot be run',
    (folder: string) => writeFileSync(join(folder, 'onnx', 'model.onnx'), 'no model'),
  ],
  ['the model has an unknown operator', 'cannot be run', (folder: string) => writeModel(folder, broken, {})],
  ['the model writes text', 'past_key_values', (folder: string) => writeModel(folder, decoder, {})],
  [
    'the model needs another layer',
    'a further layer (Dense)',
    (folder: string) =>
      writeFileSync(
        join(folder, 'modules.json'),
        JSON.stringify([{ type: 'sentence_transformers.models.Dense' }]),
      ),
  ],
  [
    'the model joins several vectors',
    'joins several vectors',
    (folder: string) =>
      writeFileSync(
        join(folder, '1_Pooling', 'config.json'),
        JSON.stringify({ pooling_mode_cls_token: true, pooling_mode_mean_tokens: true }),
      ),
  ],
])('refuses a folder in words when %s', async (_what, reason, spoil) => {
  const folder = tinyEmbedder();
  spoil(folder);
  await expect(inspect(folder)).rejects.toMatchObject({
    code: 'embedder/file-invalid',
    message: expect.stringContaining(reason),
  });
  await expect(inspect(folder)).rejects.toMatchObject({ message: expect.not.stringContaining(folder) });
  await expect(openTestEmbedder(folder)).rejects.toMatchObject({
    code: expect.stringMatching(/^embedder\/(file-invalid|load-failed)$/),
    message: expect.stringContaining('Tested model'),
  });
});

it('says so when the folder is gone', async () => {
  const folder = join(temporaryFolder(), 'gone');
  await expect(inspect(folder)).rejects.toMatchObject({ code: 'embedder/not-found' });
  await expect(openTestEmbedder(folder)).rejects.toMatchObject({ code: 'embedder/not-found' });
  expect(existsSync(folder)).toBe(false);
});
