import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChatMessage } from '../../../main/generation/languageModel';
import type { LoadedInference } from '../../../main/workers/inference/protocol';
import {
  ask,
  type Asked,
  assistant,
  load,
  loadInput,
  type Loaded,
  sentences,
  startInferenceClient,
  system,
  user,
} from '../../helpers/inference';

const client = startInferenceClient();
const progress: number[] = [];
let loaded: Loaded & LoadedInference;

beforeAll(async () => {
  loaded = { client, ...(await client.load(loadInput(), (step) => progress.push(step))) };
});
afterAll(() => client.dispose());

test('says what the loaded model really got', () => {
  expect(loaded).toMatchObject({
    contextSize: 2048,
    trainContextSize: 8192,
    device: 'cpu',
    gpuLayers: 0,
    chatTemplate: 'ChatML',
  });
  expect(loaded.threads).toBeGreaterThan(0);
  expect(loaded.loadMs).toBeGreaterThan(0);
});

test('reports growing progress up to the whole while it loads', () => {
  expect(progress.length).toBeGreaterThan(5);
  expect(progress).toEqual([...progress].sort((first, second) => first - second));
  expect(progress.at(-1)).toBe(1);
});

test('counts the tokens of many texts in one call, control words as plain text', async () => {
  const [empty, word, control] = await client.countTokens(loaded.handle, ['', 'hello', '<|im_start|>']);
  expect(empty).toBe(0);
  expect(word).toBe(1);
  expect(control).toBeGreaterThan(3);
});

test('answers a question', async () => {
  const { text, stopReason } = await ask(loaded, [user('What is the capital of France?')]);
  expect(text).toContain('Paris');
  expect(stopReason).toBe('end');
});

test('the deltas make up the text, count its tokens, and never cut a character', async () => {
  const question = user('Repeat exactly: 😀👩‍👩‍👧 Grüße, 你好, こんにちは 🎉🎉🎉 é');
  const { deltas, usage } = await ask(loaded, [question], { sampling: { repeatPenalty: 1, maxTokens: 60 } });
  const counts = deltas.map(({ completionTokens }) => completionTokens);
  expect(deltas.length).toBeGreaterThan(2);
  expect(counts).toEqual([...counts].sort((first, second) => first - second));
  expect(counts.at(-1)).toBeLessThanOrEqual(usage.completionTokens);
  expect(deltas.map(({ text }) => text).join('')).toMatch(/\p{Extended_Pictographic}|[^\u0000-\u007F]/u);
  expect(deltas.every(({ text }) => text.isWellFormed() && !text.includes('\uFFFD'))).toBe(true);
});

test('measures an answer', async () => {
  const { usage } = await ask(loaded, [user('Name three colours.')]);
  expect(usage.promptTokens).toBeGreaterThan(usage.evaluatedTokens - 1);
  expect(usage.timeToFirstTokenMs).toBeGreaterThan(0);
  expect(usage.tokensPerSecond).toBeGreaterThan(0);
});

test('stops at the token limit', async () => {
  const { usage, stopReason } = await ask(loaded, [user('Write a long story.')], {
    sampling: { maxTokens: 12 },
  });
  expect({ stopReason, completionTokens: usage.completionTokens }).toEqual({
    stopReason: 'limit',
    completionTokens: 12,
  });
});

test('every later turn evaluates only its new tokens, also after loosely sampled answers', async () => {
  const questions = [
    'Tell me a joke about programmers and tea.',
    'Write a haiku with emoji about it 🙂.',
    'Now a list of three odd words, each on its own line.',
    'Explain    the   second one.\n\n\nIn   two   paragraphs.',
    'Again, in French.',
    'Thank you!',
  ];
  const conversation: ChatMessage[] = [system('You are a playful assistant.')];
  for (const [index, question] of questions.entries()) {
    conversation.push(user(question));
    const { text, usage } = await ask(loaded, conversation, {
      sampling: { temperature: 1.5, topP: 1, minP: 0, topK: 0, maxTokens: 80 },
      seed: 100 + index,
    });
    conversation.push(assistant(text));
    if (index === 0) continue;
    const [questionTokens = 0] = await client.countTokens(loaded.handle, [question]);
    expect(usage.evaluatedTokens).toBeLessThanOrEqual(questionTokens + 32);
  }
});

test('regenerating evaluates almost nothing', async () => {
  const messages = [user(sentences(20)), assistant('I see.'), user('What flows there?')];
  await ask(loaded, messages);
  const { usage } = await ask(loaded, messages);
  expect(usage.evaluatedTokens).toBe(1);
});

test('an edited question keeps what came before it', async () => {
  const before = [user(sentences(30)), assistant('I see.')];
  await ask(loaded, [...before, user('What flows there?')]);
  const { usage } = await ask(loaded, [...before, user('Who rows there?')]);
  expect(usage.evaluatedTokens).toBeLessThan(32);
  expect(usage.promptTokens).toBeGreaterThan(300);
});

test('the same seed says the same, another one something else, whatever was in memory', async () => {
  const sampling = { temperature: 1, maxTokens: 60 };
  const messages = [user('Invent a name for a village and describe it.')];
  const first = await ask(loaded, messages, { sampling, seed: 7 });
  const again = await ask(loaded, messages, { sampling, seed: 7 });
  await ask(loaded, [user('Something quite different.')]);
  const later = await ask(loaded, messages, { sampling, seed: 7 });
  const other = await ask(loaded, messages, { sampling, seed: 8 });
  expect(again.text).toBe(first.text);
  expect(later.text).toBe(first.text);
  expect(other.text).not.toBe(first.text);
});

test('temperature 0 does not depend on the seed', async () => {
  const messages = [user('Describe a tree.')];
  const first = await ask(loaded, messages, { seed: 1 });
  const second = await ask(loaded, messages, { seed: 2 });
  expect(second.text).toBe(first.text);
});

test('carries an unfinished answer on as if it had never stopped', async () => {
  const question = user('Tell me the story of the three little pigs.');
  const sampling = { repeatPenalty: 1 };
  const whole = await ask(loaded, [question], { sampling: { ...sampling, maxTokens: 60 } });
  const beginning = await ask(loaded, [question], { sampling: { ...sampling, maxTokens: 20 } });
  const rest = await ask(loaded, [question, assistant(beginning.text)], {
    sampling: { ...sampling, maxTokens: 40 },
    continuesLastMessage: true,
  });
  expect(beginning.text + rest.text).toBe(whole.text);
  expect(rest.usage.evaluatedTokens).toBeLessThanOrEqual(3);
});

test('a cancelled answer keeps what was said', async () => {
  const controller = new AbortController();
  const { text, stopReason, usage } = await ask(loaded, [user('Write a very long story about a dragon.')], {
    sampling: { maxTokens: 1000 },
    signal: controller.signal,
    onText: (soFar) => {
      if (soFar.length > 40) controller.abort();
    },
  });
  expect(stopReason).toBe('cancelled');
  expect(text.length).toBeGreaterThan(40);
  expect(usage.completionTokens).toBeLessThan(1000);
});

test('a cancellation while the prompt is read is obeyed before all of it is read', async () => {
  const controller = new AbortController();
  const request = {
    messages: [user(sentences(120))],
    sampling: { temperature: 0, topP: 1, topK: 0, minP: 0, repeatPenalty: 1, maxTokens: 20, seed: null },
    seed: 1,
    continuesLastMessage: false,
  };
  const types: string[] = [];
  for await (const part of client.generate(loaded.handle, request, controller.signal)) {
    types.push(part.type);
    if (part.type === 'reading') controller.abort();
    if (part.type === 'end') {
      expect(part.stopReason).toBe('cancelled');
      expect(part.usage.evaluatedTokens).toBeLessThan(part.usage.promptTokens);
    }
  }
  expect(types).toEqual(['reading', 'end']);
});

test('an answer asked for meanwhile waits for its turn, and one given up leaves the queue', async () => {
  const order: string[] = [];
  const controller = new AbortController();
  const noted = async (name: string, asking: Promise<Asked>): Promise<Asked> => {
    const asked = await asking;
    order.push(name);
    return asked;
  };
  const first = noted('first', ask(loaded, [user('Count from one to ten.')]));
  const second = noted('second', ask(loaded, [user('Count down.')], { signal: controller.signal }));
  const third = noted('third', ask(loaded, [user('What is the capital of Italy?')]));
  controller.abort();
  expect((await second).stopReason).toBe('cancelled');
  expect((await second).text).toBe('');
  expect((await first).text).not.toBe('');
  expect((await third).text).toContain('Rome');
  expect(order).toEqual(['second', 'first', 'third']);
});

test('leaving the stream early frees the worker for the next answer', async () => {
  const request = {
    messages: [user('Write a very long story about a lighthouse.')],
    sampling: { temperature: 0, topP: 1, topK: 0, minP: 0, repeatPenalty: 1, maxTokens: 1500, seed: null },
    seed: 1,
    continuesLastMessage: false,
  };
  for await (const part of client.generate(loaded.handle, request, new AbortController().signal)) {
    if (part.type === 'text-delta') break;
  }
  const { text } = await ask(loaded, [user('What is the capital of France?')]);
  expect(text).toContain('Paris');
});

test('the worker answers other calls while a long prompt is evaluated', async () => {
  const order: string[] = [];
  const asking = (async () => {
    const request = {
      messages: [user(`${sentences(60)} How many boats?`)],
      sampling: { temperature: 0, topP: 1, topK: 0, minP: 0, repeatPenalty: 1, maxTokens: 2, seed: null },
      seed: 1,
      continuesLastMessage: false,
    };
    for await (const part of client.generate(loaded.handle, request, new AbortController().signal))
      order.push(part.type);
  })();
  await expect.poll(() => order).toContain('reading');
  await client.countTokens(loaded.handle, ['still there?']);
  order.push('counted');
  await asking;
  expect(order.indexOf('counted')).toBeLessThan(order.indexOf('text-delta'));
});

test('warming evaluates all but the next question, and only once', async () => {
  const history = [system('You are brief.'), user(sentences(20)), assistant('Understood.')];
  const signal = new AbortController().signal;
  expect(await client.warm(loaded.handle, history, signal)).toBeGreaterThan(200);
  expect(await client.warm(loaded.handle, history, signal)).toBe(0);
  const { usage } = await ask(loaded, [...history, user('What flows there?')]);
  const [questionTokens = 0] = await client.countTokens(loaded.handle, ['What flows there?']);
  expect(usage.evaluatedTokens).toBeLessThanOrEqual(questionTokens + 8);
});

test('warming gives way to a question', async () => {
  const signal = new AbortController().signal;
  const history = [user(`${sentences(120)} Remember this.`), assistant('I will.')];
  const warming = client.warm(loaded.handle, history, signal);
  const { text } = await ask(loaded, [user('What is the capital of France?')]);
  expect(text).toContain('Paris');
  expect(await warming).toBeLessThan(1500);
});

test('an aborted warming stops', async () => {
  const controller = new AbortController();
  const warming = client.warm(
    loaded.handle,
    [user(`Other. ${sentences(120)}`), assistant('Yes.')],
    controller.signal,
  );
  await client.countTokens(loaded.handle, ['a']);
  controller.abort();
  expect(await warming).toBeLessThan(1500);
});

test('the overhead it names covers what the template adds', async () => {
  const messages = [system('Be brief.'), user('Hello there'), assistant('Hi'), user('How are you?')];
  const counts = await client.countTokens(
    loaded.handle,
    messages.map(({ text }) => text),
  );
  const { usage } = await ask(loaded, messages, { sampling: { maxTokens: 1 } });
  const bound = counts.reduce((sum, count) => sum + count + loaded.messageOverheadTokens, 0);
  expect(usage.promptTokens).toBeLessThanOrEqual(bound);
});

test('a prompt larger than the window is refused in words, and the next question works', async () => {
  const failure = ask(loaded, [user(sentences(300))]);
  await expect(failure).rejects.toMatchObject({ code: 'generation/prompt-too-long' });
  const { text } = await ask(loaded, [user('What is the capital of France?')]);
  expect(text).toContain('Paris');
});

test('an answer that fills the window ends there and forgets nothing', async () => {
  const small = await load(client, { contextSize: 256 });
  expect(small.contextSize).toBe(256);
  const messages = [user('Write an endless list of words, never stop.')];
  const { usage, stopReason } = await ask(small, messages, {
    sampling: { temperature: 1, maxTokens: null },
  });
  expect(stopReason).toBe('window');
  expect(usage.promptTokens + usage.completionTokens).toBe(256);
  expect(usage.evaluatedTokens).toBe(usage.promptTokens);
});
