import { afterAll, expect, test } from 'vitest';
import { defaultSampling } from '../../../preload/contract/sampling';
import type {
  ChatMessage,
  LanguageModel,
  LanguageModelPart,
  LanguageModelRequest,
} from '../../../main/generation/languageModel';
import { createLocalLanguageModel } from '../../../main/generation/localLanguageModel';
import { startInferenceClient, system, user } from '../../helpers/inference';
import { openTestModels } from '../../helpers/testModels';

const client = startInferenceClient();
afterAll(() => client.dispose());

async function openLanguageModel(modelId: string | null = null): Promise<LanguageModel> {
  const { models } = await openTestModels(client, { settings: { contextSize: 1024 } });
  const adapters = { resolve: () => Promise.resolve([]) };
  return createLocalLanguageModel({ models, adapters, client }, { modelId, adapters: [] });
}

function request(messages: ChatMessage[], maxTokens = 40): LanguageModelRequest {
  return {
    messages,
    sampling: { ...defaultSampling, temperature: 0, maxTokens },
    seed: 1,
    continuesLastMessage: false,
  };
}

async function collect(stream: AsyncIterable<LanguageModelPart>, onPart?: (part: LanguageModelPart) => void) {
  const parts: LanguageModelPart[] = [];
  for await (const part of stream) {
    parts.push(part);
    onPart?.(part);
  }
  const text = parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join('');
  return { parts, text, end: parts.at(-1) };
}

test('says who answers, then answers with one end part', async () => {
  const model = await openLanguageModel();
  expect(await model.prepare()).toEqual({
    servedBy: 'local',
    modelId: 'smollm2-135m-instruct-q4_1',
    modelName: 'SmolLM2 135M Instruct',
    modelSha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
    adapters: [],
    contextSize: 1024,
    messageOverheadTokens: expect.any(Number) as number,
  });
  const { parts, text, end } = await collect(
    model.stream(request([user('What is the capital of France?')]), new AbortController().signal),
  );
  expect(parts[0]).toEqual({ type: 'reading' });
  expect(text).toContain('Paris');
  expect(end).toMatchObject({ type: 'end', stopReason: 'end' });
  expect(parts.filter(({ type }) => type === 'end')).toHaveLength(1);
});

test('loads the model by itself for whatever is asked first', async () => {
  const model = await openLanguageModel();
  expect(await model.countTokens(['hello', ''])).toEqual([1, 0]);
  await model.warm([system('Be brief.')], new AbortController().signal);
  await model.warm([system('Be brief.')], AbortSignal.abort());
});

test('an aborted signal ends with cancelled instead of throwing, before or during the answer', async () => {
  const model = await openLanguageModel();
  const before = await collect(model.stream(request([user('Hello')]), AbortSignal.abort()));
  expect(before.end).toMatchObject({ type: 'end', stopReason: 'cancelled' });

  const controller = new AbortController();
  const during = await collect(
    model.stream(request([user('Write a long story.')], 500), controller.signal),
    ({ type }) => {
      if (type === 'text-delta') controller.abort();
    },
  );
  expect(during.end).toMatchObject({ type: 'end', stopReason: 'cancelled' });
  expect(during.text).not.toBe('');
});

test('a worker killed in the middle of an answer is an error, and the next question is answered by a new one', async () => {
  const model = await openLanguageModel();
  const stream = model.stream(request([user('Write a long story.')], 500), new AbortController().signal);
  let said = '';
  const broken = collect(stream, (part) => {
    if (part.type !== 'text-delta') return;
    said += part.text;
    if (client.pid !== undefined) process.kill(client.pid, 'SIGKILL');
  });
  await expect(broken).rejects.toMatchObject({ code: 'worker/crashed' });
  expect(said).not.toBe('');

  const next = await collect(
    model.stream(request([user('What is the capital of France?')]), new AbortController().signal),
  );
  expect(next.text).toContain('Paris');
});

test('a model that is not there is the failure of every call', async () => {
  const model = await openLanguageModel('linked-and-gone');
  await expect(model.prepare()).rejects.toMatchObject({ code: 'model/not-found' });
  const stream = model.stream(request([user('Hello')]), new AbortController().signal);
  await expect(collect(stream)).rejects.toMatchObject({ code: 'model/not-found' });
});
