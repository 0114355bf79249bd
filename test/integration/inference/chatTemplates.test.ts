import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { ChatMessage } from '../../../main/generation/languageModel';
import type { LoadedInference } from '../../../main/workers/inference/protocol';
import { LoamError } from '../../../preload/contract/errors';
import { hostileTemplates, ownTemplate, type TemplateFate } from '../../fixtures/hostileTemplates';
import { ask, assistant, load, type Loaded, startInferenceClient, user } from '../../helpers/inference';
import { writeModelWithTemplate } from '../../helpers/modelFiles';
import { temporaryFolder } from '../../helpers/temporaryFolder';

const client = startInferenceClient();
beforeEach(() => {
  client.reset();
});
afterAll(() => client.dispose());

const question = user('What is the capital of France?');
const longConversation: ChatMessage[] = [
  ...Array.from({ length: 4 }, () => [user('Hi'), assistant('Hello')]).flat(),
  question,
];

async function loadWithTemplate(template: string): Promise<Loaded & LoadedInference> {
  const modelPath = await writeModelWithTemplate(join(temporaryFolder(), 'template.gguf'), template);
  return load(client, { modelPath, contextSize: 512, memoryBudgetBytes: 0 });
}

/** `fulfilled`, or the code it failed with. */
async function outcomeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'fulfilled';
  } catch (error) {
    return error instanceof LoamError ? error.code : String(error);
  }
}

const endings: Record<Exclude<TemplateFate, 'refused'>, readonly [short: string, long: string]> = {
  works: ['fulfilled', 'fulfilled'],
  'fails late': ['fulfilled', 'model/template-failed'],
};
/** The worker may have to be ended over a template, as long as the next one starts. */
const refusals = ['model/template-failed', 'worker/crashed', 'worker/unresponsive'];

test.each(hostileTemplates)('a hostile template, %s: %s', async (_, fate, template) => {
  const loading = loadWithTemplate(template);
  if (fate === 'refused') {
    expect(refusals).toContain(await outcomeOf(loading));
    return;
  }
  const loaded = await loading;
  const talk = (messages: ChatMessage[]): Promise<string> =>
    outcomeOf(ask(loaded, messages, { sampling: { maxTokens: 1 } }));
  const { pid } = client;
  const [short, long] = endings[fate];
  expect(await talk([question])).toBe(short);
  expect(await talk(longConversation)).toBe(long);
  expect(await talk([question])).toBe(short);
  expect(client.pid).toBe(pid);
});

test('after all of them the good model loads, and answers', async () => {
  const { text } = await ask(await load(client, { contextSize: 512 }), [question]);
  expect(text).toContain('Paris');
});

test('a refusal names the model, the reason and the next step', async () => {
  const [, , million] = hostileTemplates.find(([name]) => name === 'replaces tenfold') ?? [];
  await expect(loadWithTemplate(million ?? '')).rejects.toMatchObject({
    code: 'model/template-failed',
    message: expect.stringMatching(
      /The starter model.*(a million characters|come to an end).*Choose another/,
    ) as string,
  });
});

test('a template that equals no known format is used itself', async () => {
  const loaded = await loadWithTemplate(ownTemplate);
  expect(loaded.chatTemplate).toBe('JinjaTemplate');
  expect((await ask(loaded, [question])).text).toContain('Paris');
});
