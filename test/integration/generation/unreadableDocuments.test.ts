import { beforeEach, expect, it } from 'vitest';
import type { GenerationPart } from '../../../preload/contract/generation';
import type { KnowledgeScope } from '../../../preload/contract/knowledge';
import { RecordingLanguageModel } from '../../helpers/recordingLanguageModel';
import { folderOf } from '../knowledge/openKnowledge';
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

it('a chat whose documents were all removed is answered as one without documents, and says so', async () => {
  const scope = await chats.addFile('pump.txt', 'The pump costs 40 euros.');
  for (const { id } of chats.knowledge.listSources()) chats.knowledge.sources.remove(id);
  const answer = await ask(scope, 'What does the pump cost?');
  expect(answer).toMatchObject({ status: 'complete', text: '40 euros.' });
  expect(model.requests[0]?.messages).toEqual([{ role: 'user', text: 'What does the pump cost?' }]);
  expect(answer.provenance?.grounding).toMatchObject({
    scopeExtent: 'removed',
    isNothingRelevant: false,
    query: null,
    sent: [],
    removedCitations: [1],
  });
});

it('a chat on a collection that was removed, and on one that is empty, is told apart', async () => {
  const { id } = chats.knowledge.createCollection('Pumps');
  const scope = { collectionIds: [id], sourceIds: [], documentIds: [] };
  const onEmpty = await ask(scope, 'What does the pump cost?');
  expect(onEmpty.provenance?.grounding).toMatchObject({ scopeExtent: 'empty' });
  chats.knowledge.removeCollection(id);
  const onRemoved = await ask(scope, 'What does the pump cost?');
  expect(onRemoved.provenance?.grounding).toMatchObject({ scopeExtent: 'removed' });
});

it('a chat of whose documents some were removed is answered from the others, and says so', async () => {
  const kept = await chats.addFile('pump.txt', 'The pump costs 40 euros.');
  const removed = await chats.addFile('hose.txt', 'The hose costs 9 euros.');
  for (const id of removed.sourceIds) chats.knowledge.sources.remove(id);
  const scope = { ...kept, sourceIds: [...kept.sourceIds, ...removed.sourceIds] };
  const answer = await ask(scope, 'What does the pump cost?');
  expect(answer.provenance?.grounding).toMatchObject({
    scopeExtent: 'part',
    documents: [{ name: 'pump.txt', seen: 'whole' }],
  });
  const onAll = await ask(kept, 'What does the pump cost?');
  expect(onAll.provenance?.grounding).toMatchObject({ scopeExtent: 'all' });
});

it('a folder that was just added is looked into before the question is answered from it', async () => {
  const folder = folderOf({ 'pump.txt': 'The pump costs 40 euros.', 'hose.txt': 'The hose costs 9 euros.' });
  const [source] = await chats.knowledge.sources.add(undefined, [folder]);
  const scope = { collectionIds: [], sourceIds: [source?.id ?? ''], documentIds: [] };
  expect(chats.knowledge.listDocuments({ offset: 0, limit: 9 }).total).toBe(0);
  const phases: string[] = [];
  const answer = await ask(scope, 'What does the pump cost?', (part) => {
    if (part.type === 'phase') phases.push(part.phase);
  });
  expect(phases).toContain('reading-documents');
  const { sent, unreadableDocuments } = answer.provenance?.grounding ?? {};
  expect((sent?.length ?? 0) + (unreadableDocuments ?? 0)).toBeGreaterThan(0);
});
