import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Message } from '../../../preload/contract/conversations';
import { LoamError } from '../../../preload/contract/errors';
import type { GenerationPart } from '../../../preload/contract/generation';
import type { Core } from '../../../main/core';
import { RecordingLanguageModel, type Script } from '../../helpers/recordingLanguageModel';
import { type TemporaryCore, temporaryCore } from '../../helpers/temporaryCore';

let script: (question: string) => Script;
let model: RecordingLanguageModel;
let temporary: TemporaryCore;
let core: Core;

beforeEach(async () => {
  script = () => ({ pieces: ['Hello', ' there'] });
  model = new RecordingLanguageModel(({ messages }) => script(messages.at(-1)?.text ?? ''), {
    contextSize: 100,
  });
  temporary = await temporaryCore({ languageModelFor: () => model });
  core = temporary.core;
});

afterEach(() => temporary.dispose());

function newConversation(): string {
  return core.conversations.create({ assistantId: null, modelId: null }).id;
}

async function ask(conversationId: string, text: string, parentId: string | null = null) {
  const parts: GenerationPart[] = [];
  const started = core.generation.start(conversationId, { type: 'send', parentId, text });
  const answer = await started.run((part) => parts.push(part));
  return { ...started, answer, parts };
}

function stored(message: Message): Message | undefined {
  return core.conversations.messages(message.conversationId).find(({ id }) => id === message.id);
}

describe('an answer', () => {
  it('is stored whole, with how it was made', async () => {
    const { answer } = await ask(newConversation(), 'Who is there?');
    expect(stored(answer)).toEqual(answer);
    expect(answer).toMatchObject({
      text: 'Hello there',
      status: 'complete',
      error: null,
      provenance: {
        modelId: 'recording',
        completionTokens: 2,
        stopReason: 'end',
        memoryStartsAtMessageId: null,
      },
    });
  });

  it('is announced in order and ends with exactly one terminal part', async () => {
    const { parts, answer } = await ask(newConversation(), 'Who is there?');
    expect(parts.map(({ type }) => type)).toEqual([
      'phase',
      'context-use',
      'phase',
      'text-delta',
      'text-delta',
      'end',
    ]);
    expect(parts.at(-1)).toEqual({ type: 'end', message: answer });
  });

  it('that is stopped keeps what was said', async () => {
    script = () => ({ pieces: ['one ', 'two ', 'three '], delayMs: 5 });
    const id = newConversation();
    const { run } = core.generation.start(id, { type: 'send', parentId: null, text: 'Count' });
    const answer = await run((part) => {
      if (part.type === 'text-delta') core.generation.cancel(id);
    });
    expect(stored(answer)).toMatchObject({ text: 'one ', status: 'stopped', error: null });
  });

  it('whose worker dies is interrupted, keeps its words, and can be carried on', async () => {
    script = () => ({
      pieces: ['Half of'],
      failure: new LoamError('worker/crashed', 'The model process ended.'),
    });
    const id = newConversation();
    const { answer } = await ask(id, 'Tell me all');
    expect(stored(answer)).toMatchObject({
      text: 'Half of',
      status: 'interrupted',
      error: { code: 'worker/crashed' },
    });

    script = () => ({ pieces: [' the story'] });
    const continued = await core.generation
      .start(id, { type: 'continue', messageId: answer.id })
      .run(() => undefined);
    expect(continued).toMatchObject({
      id: answer.id,
      text: 'Half of the story',
      status: 'complete',
      error: null,
    });
    expect(model.requests.at(-1)).toMatchObject({
      continuesLastMessage: true,
      messages: [{ role: 'user' }, { role: 'assistant', text: 'Half of' }],
    });
  });

  it('that fails says why, and the conversation goes on', async () => {
    script = () => ({ pieces: [], failure: new LoamError('model/load-failed', 'The file is damaged.') });
    const id = newConversation();
    const { answer } = await ask(id, 'Hello?');
    expect(answer).toMatchObject({
      status: 'failed',
      error: { code: 'model/load-failed', message: 'The file is damaged.' },
    });
    script = () => ({ pieces: ['Here I am'] });
    expect((await ask(id, 'And now?', answer.id)).answer.status).toBe('complete');
  });

  it('hides the inside of a bug from the user', async () => {
    script = () => ({ pieces: [], failure: new TypeError('secret internals') });
    const { answer } = await ask(newConversation(), 'Hello?');
    expect(answer.error?.code).toBe('internal/unexpected');
    expect(answer.error?.message).not.toContain('secret');
  });
});

describe('a turn', () => {
  it('is refused while another answer of the conversation is being written', async () => {
    script = () => ({ pieces: ['slow'], delayMs: 50 });
    const id = newConversation();
    const running = ask(id, 'First');
    expect(() => core.generation.start(id, { type: 'send', parentId: null, text: 'Second' })).toThrow(
      expect.objectContaining({ code: 'conversation/busy' }),
    );
    await running;
  });

  it('draws with a fresh seed unless the sampling fixes one', async () => {
    const id = newConversation();
    await ask(id, 'One');
    await ask(id, 'Two');
    const { sampling } = core.conversations.get(id);
    core.conversations.update(id, { sampling: { ...sampling, seed: 7 } });
    await ask(id, 'Three');
    const seeds = model.requests.map(({ seed }) => seed);
    expect(seeds[0]).not.toBe(seeds[1]);
    expect(seeds[2]).toBe(7);
  });

  it('regenerates beside the answer, from the same question', async () => {
    const id = newConversation();
    const first = await ask(id, 'Once');
    script = () => ({ pieces: ['Otherwise'] });
    const second = await core.generation
      .start(id, { type: 'regenerate', messageId: first.answer.id })
      .run(() => undefined);
    expect(second).toMatchObject({ parentId: first.userMessage?.id, text: 'Otherwise' });
    expect(model.requests[1]?.messages).toEqual(model.requests[0]?.messages);
  });
});

describe('the memory of the model', () => {
  const longQuestion = 'word '.repeat(20).trim();

  it('loses the oldest turns first, keeps the system prompt, and stays where it began', async () => {
    const id = newConversation();
    core.conversations.update(id, { systemPrompt: 'Be brief.' });
    const starts: (string | null)[] = [];
    let parentId: string | null = null;
    for (let turn = 0; turn < 6; turn += 1) {
      const { answer } = await ask(id, longQuestion, parentId);
      starts.push(answer.provenance?.memoryStartsAtMessageId ?? null);
      parentId = answer.id;
    }
    const branch = core.conversations.activeBranch(id).map((message) => message.id);
    const positions = starts.map((start) => (start === null ? 0 : branch.indexOf(start)));
    expect(positions).toEqual([0, 0, 4, 4, 8, 8]);
    expect(model.requests.every(({ messages }) => messages[0]?.role === 'system')).toBe(true);
    expect(model.requests.at(-1)?.messages).toHaveLength(1 + 3);
  });

  it('refuses a question that is longer than the window before it asks the model', async () => {
    const { answer } = await ask(newConversation(), 'word '.repeat(120));
    expect(answer).toMatchObject({ status: 'failed', error: { code: 'generation/prompt-too-long' } });
    expect(model.requests).toHaveLength(0);
  });

  it('is warmed with the branch on screen and told how full it is', async () => {
    const id = newConversation();
    const { answer } = await ask(id, 'Who is there?');
    expect(await core.generation.warm(id)).toEqual({
      usedTokens: 3 + 2 + 8,
      contextSize: 100,
      reservedTokens: 25,
      memoryStartsAtMessageId: null,
    });
    expect(model.warmed.at(-1)?.at(-1)).toEqual({ role: 'assistant', text: answer.text });
  });
});

it('an answer that is stopped while its model loads ends at once, and the load goes on', async () => {
  const loading = Promise.withResolvers<Awaited<ReturnType<typeof model.prepare>>>();
  const identity = await model.prepare();
  model.prepare = () => loading.promise;
  const id = newConversation();
  const running = core.generation
    .start(id, { type: 'send', parentId: null, text: 'Hello' })
    .run(() => undefined);
  core.generation.cancel(id);
  expect(await running).toMatchObject({ status: 'stopped', error: null, provenance: null });
  loading.resolve(identity);
  model.prepare = () => Promise.resolve(identity);
  expect((await ask(id, 'Again')).answer.status).toBe('complete');
});
