import { expect, it } from 'vitest';
import { RecordingLanguageModel } from '../../test/helpers/recordingLanguageModel';
import { TokenCounter } from './tokenCounter';

const messages = [
  { id: 'q1', role: 'user', text: 'one two three' },
  { id: 'a1', role: 'assistant', text: 'four five' },
] as const;

async function counterWithModel() {
  const model = new RecordingLanguageModel(() => ({ pieces: [] }));
  const counted: string[] = [];
  const countTokens = model.countTokens.bind(model);
  model.countTokens = (texts) => {
    counted.push(...texts);
    return countTokens(texts);
  };
  return { counter: new TokenCounter(), model, identity: await model.prepare(), counted };
}

it('adds the share of the chat template to each message', async () => {
  const { counter, model, identity } = await counterWithModel();
  expect(await counter.measure(model, identity, 'Be brief.', messages)).toEqual({
    systemTokens: 6,
    messages: [
      { id: 'q1', role: 'user', tokens: 7 },
      { id: 'a1', role: 'assistant', tokens: 6 },
    ],
  });
});

it('counts a blank system prompt as nothing', async () => {
  const { counter, model, identity } = await counterWithModel();
  expect((await counter.measure(model, identity, '', messages)).systemTokens).toBe(0);
});

it('counts each message once, and again when an answer has grown', async () => {
  const { counter, model, identity, counted } = await counterWithModel();
  await counter.measure(model, identity, 'Be brief.', messages);
  await counter.measure(model, identity, 'Be brief.', messages);
  expect(counted).toEqual(['Be brief.', 'one two three', 'four five']);
  const grown = [messages[0], { ...messages[1], text: 'four five six' }];
  const { messages: measured } = await counter.measure(model, identity, 'Be brief.', grown);
  expect(counted.slice(3)).toEqual(['four five six']);
  expect(measured[1]?.tokens).toBe(7);
});
