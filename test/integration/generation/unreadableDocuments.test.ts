import { beforeEach, expect, it } from 'vitest';
import type { GenerationPart } from '../../../preload/contract/generation';
import type { KnowledgeScope } from '../../../preload/contract/knowledge';
import { RecordingLanguageModel } from '../../helpers/recordingLanguageModel';
import { type GroundedChats, openGroundedChats } from './openGroundedChats';

const binary = '\u0000\u0000\u0000\u0001\u0005\u0003'.repeat(1000);

let model: RecordingLanguageModel;
let chats: GroundedChats;

beforeEach(async () => {
  model = new RecordingLanguageModel(() => ({ pieces: ['40 euros', ' [1].'] }));
  chats = await openGroundedChats(model);
});

async function ask(scope: KnowledgeScope, text: string, onPart?: (part: GenerationPart, id: string) => void) {
  const { id } = chats.conversations.create({ assistantId: null, modelId: null, scope });
  const { run } = chats.generation.start(id, { type: 'send', parentId: null, text });
  return run((part) => onPart?.(part, id));
}

it('a chat whose only file cannot be read says why, instead of answering without it', async () => {
  const answer = await ask(await chats.addFile('noise.txt', binary), 'What does the pump cost?');
  expect(answer).toMatchObject({ status: 'failed', error: { code: 'document/binary' } });
  expect(answer.error?.message).toMatch(/^This chat is to be answered from “noise.txt”, but/u);
  expect(model.requests).toHaveLength(0);
});

it('beside a file that can be read, it is said that the other one cannot', async () => {
  const bad = await chats.addFile('noise.txt', binary);
  const good = await chats.addFile('pump.txt', 'The pump costs 40 euros.');
  const scope = { ...good, sourceIds: [...bad.sourceIds, ...good.sourceIds] };
  const answer = await ask(scope, 'What does the pump cost?');
  expect(answer).toMatchObject({ status: 'complete', text: '40 euros [1].' });
  expect(answer.provenance?.grounding).toMatchObject({
    unreadableDocuments: 1,
    documents: expect.arrayContaining([
      expect.objectContaining({ name: 'noise.txt', seen: 'nothing', passagesTotal: 0 }),
      expect.objectContaining({ name: 'pump.txt', seen: 'whole' }),
    ]) as unknown,
  });
  expect(model.requests[0]?.messages.at(-1)?.text).toContain('Could not be read: "noise.txt".');
});

it('an answer waits for a file that is being read, and can be stopped meanwhile', async () => {
  const words = Array.from({ length: 60_000 }, (_, index) => `word${index % 977}`).join(' ');
  const scope = await chats.addFile('long.txt', words);
  const phases: string[] = [];
  const answer = await ask(scope, 'What is word5 about?', (part, id) => {
    if (part.type !== 'phase') return;
    phases.push(part.phase);
    if (part.phase === 'reading-documents') chats.generation.cancel(id);
  });
  expect(phases).toEqual(['loading-model', 'reading-documents']);
  expect(answer).toMatchObject({ status: 'stopped', error: null, provenance: null });
});

it('an answer does not wait for a file that nobody reads, because indexing is paused', async () => {
  chats.knowledge.pause();
  const answer = await ask(await chats.addFile('pump.txt', 'The pump costs 40 euros.'), 'What does it cost?');
  expect(answer).toMatchObject({ status: 'failed', error: { code: 'document/unreadable' } });
  expect(answer.error?.message).toMatch(/Resume it/);
});

it('a scope of which nothing is left finds nothing, and the model is told so', async () => {
  const scope = await chats.addFile('pump.txt', 'The pump costs 40 euros.');
  for (const { id } of chats.knowledge.listSources()) chats.knowledge.sources.remove(id);
  const answer = await ask(scope, 'What does the pump cost?');
  expect(answer).toMatchObject({ status: 'complete', text: '40 euros.' });
  expect(answer.provenance?.grounding).toMatchObject({
    isNothingRelevant: true,
    sent: [],
    removedCitations: [1],
  });
});
