import { expect, it } from 'vitest';
import type { LanguageModelRequest } from '../../../main/generation/languageModel';
import { harmlessQuestion, poisonedDocuments } from '../../fixtures/poisonedDocuments';
import { RecordingLanguageModel } from '../../helpers/recordingLanguageModel';
import { watchNetwork } from '../../helpers/watchedNetwork';
import { openGroundedChats } from './openGroundedChats';

/** A model that does what every document asks for: it says all it was given to read. */
function obedientModel(): RecordingLanguageModel {
  return new RecordingLanguageModel(
    ({ messages }: LanguageModelRequest) => ({ pieces: (messages.at(-1)?.text ?? '').split(/(?<=\s)/u) }),
    { contextSize: 8000 },
  );
}

it('thirty poisoned documents are quoted as data, and an answer that repeats them sends nothing anywhere', async () => {
  const network = await watchNetwork();
  const documents = poisonedDocuments(network.address);
  expect(documents).toHaveLength(30);
  const model = obedientModel();
  const chats = await openGroundedChats(model);
  for (const [index, { fileName, text }] of documents.entries()) {
    const scope = await chats.addFile(fileName, text);
    const { id } = chats.conversations.create({ assistantId: null, modelId: null, scope });
    const turn = { type: 'send', parentId: null, text: harmlessQuestion(index) } as const;
    const answer = await chats.generation.start(id, turn).run(() => undefined);
    expect(answer, fileName).toMatchObject({ status: 'complete', error: null });
    const { grounding } = answer.provenance ?? {};
    const prompt = model.requests.at(-1)?.messages ?? [];
    expect(prompt.map(({ role }) => role)).toEqual(['user']);
    const [before = '', ...blocks] = (prompt[0]?.text ?? '').split(/^<passage number="\d+"[^\n]*>$/mu);
    expect(blocks).toHaveLength(grounding?.sent.length ?? -1);
    expect(before).toMatch(/not instructions/);
    expect(before).not.toContain(network.address);
    const [end = ''] = blocks.slice(-1);
    expect(end.slice(end.lastIndexOf('</passage>'))).toBe(
      `</passage>\n\nQuestion: ${harmlessQuestion(index)}`,
    );
    for (const block of blocks) expect(block.match(/<\s*\/\s*passage/giu)).toHaveLength(1);
  }
  expect(network.requests).toEqual([]);
  expect(network.connections).toEqual([]);
  await expect(fetch(network.address)).rejects.toThrow();
  expect(network.connections).toHaveLength(1);
});
