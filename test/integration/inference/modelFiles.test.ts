import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { LoamError } from '../../../preload/contract/errors';
import { ask, load, loadInput, startInferenceClient, user } from '../../helpers/inference';
import {
  writeAbortingModel,
  writeEndlessModel,
  writeGarbageModel,
  writeModelOfContext,
  writeModelWithTemplate,
  writeTruncatedModel,
} from '../../helpers/modelFiles';
import { temporaryFolder } from '../../helpers/temporaryFolder';

const client = startInferenceClient();
afterAll(() => client.dispose());

/** Every refusal must leave a worker that loads and answers. */
async function expectStillAnswers(): Promise<void> {
  client.reset();
  expect(
    (await ask(await load(client, { contextSize: 512 }), [user('What is the capital of France?')])).text,
  ).toContain('Paris');
}

async function failureOf(modelPath: string, contextSize = 512): Promise<LoamError> {
  const input = loadInput({ modelPath, modelName: 'The Test Model', contextSize });
  const error: unknown = await client.load(input, () => undefined).catch((reason: unknown) => reason);
  if (!(error instanceof LoamError)) throw new Error('It was loaded, or failed without a code.');
  return error;
}

test('a file that is not there is named as missing', async () => {
  const error = await failureOf(join(temporaryFolder(), 'gone.gguf'));
  expect(error.code).toBe('model/file-missing');
  expect(error.message).toContain('The Test Model');
  await expectStillAnswers();
});

test.each([
  ['a truncated file', writeTruncatedModel],
  ['garbage behind a right header', writeGarbageModel],
  ['a text file', (path: string) => writeFile(path, 'Not a model at all.\n').then(() => path)],
  ['an empty file', (path: string) => writeFile(path, '').then(() => path)],
])('%s is refused in plain words', async (_, write) => {
  const error = await failureOf(await write(join(temporaryFolder(), 'broken.gguf')));
  expect(error.code).toBe('model/load-failed');
  expect(error.message).toMatch(/The Test Model could not be loaded.*choose another model/);
  await expectStillAnswers();
});

test('a file that aborts llama.cpp ends the worker and nothing else', async () => {
  const error = await failureOf(await writeAbortingModel(join(temporaryFolder(), 'hostile.gguf')));
  expect(error.code).toBe('worker/crashed');
  await expectStillAnswers();
});

test('a file on which the reader hangs is given up', async () => {
  const impatient = startInferenceClient({ loadStallTimeoutMs: 5_000 });
  onTestFinished(() => impatient.dispose());
  const modelPath = await writeEndlessModel(join(temporaryFolder(), 'endless.gguf'));
  const loading = impatient.load(loadInput({ modelPath }), () => undefined);
  await expect(loading).rejects.toMatchObject({ code: 'worker/unresponsive' });
});

test('a broken chat template is replaced by one that fits the model', async () => {
  const modelPath = await writeModelWithTemplate(
    join(temporaryFolder(), 'template.gguf'),
    '{% if %} <|im_start|>',
  );
  const loaded = await load(client, { modelPath, contextSize: 512 });
  expect(loaded.chatTemplate).toBe('ChatML');
  expect((await ask(loaded, [user('What is the capital of France?')])).text).toContain('Paris');
});

test('a context that does not fit the memory is refused before it is tried', async () => {
  const path = await writeModelOfContext(join(temporaryFolder(), 'huge.gguf'), 100_000_000);
  const error = await failureOf(path, 100_000_000);
  expect(error.code).toBe('model/out-of-memory');
  await expectStillAnswers();
});
