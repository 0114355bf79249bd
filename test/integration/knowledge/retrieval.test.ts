import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { emptyScope, type KnowledgeScope } from '../../../preload/contract/knowledge';
import { writeTinyReranker } from '../../fixtures/onnx/tinyModels';
import { cancelledDialogs } from '../../helpers/cancelledDialogs';
import { temporaryCore, type TemporaryCore } from '../../helpers/temporaryCore';

const documents = {
  'pumps.md': '# Pumps\n\nThe pump has to be oiled every month. Its valve is closed before that.\n',
  'pumps-copy.md': '# Pumps\n\nThe pump has to be oiled every month. Its valve is closed before that.\n',
  'bread.txt': 'Sourdough bread is baked for forty minutes. The dough rests over night in a cool place.\n',
  'codes.csv': 'code\tmeaning\nERR_4711\tthe inlet is blocked\nERR_4712\tthe lid is open\n',
  'wings.txt': 'The lift of a wing grows with the angle of attack until the flow separates.\n',
};

let folder: string;
let temporary: TemporaryCore;
let scope: KnowledgeScope;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loam-documents-'));
  for (const [name, text] of Object.entries(documents)) writeFileSync(join(folder, name), text);
  temporary = await temporaryCore();
  const { knowledge } = temporary.core;
  const [source] = await knowledge.sources.add(undefined, [folder]);
  scope = { ...emptyScope, sourceIds: [source?.id ?? ''] };
  while (knowledge.listSources()[0]?.documents.done !== Object.keys(documents).length) await sleep(50);
});

afterAll(async () => {
  await temporary.dispose();
  rmSync(folder, { recursive: true });
});

it('finds by meaning, by words, and says which search it was', async () => {
  const { retrieval } = temporary.core;
  const byMeaning = await retrieval.search('How long does a loaf stay in the oven?', scope, { limit: 3 });
  expect(byMeaning.passages[0]).toMatchObject({
    passage: { documentName: 'bread.txt' },
    verdict: 'relevant',
  });
  const byWords = await retrieval.search('ERR_4711', scope, { limit: 3 });
  expect(byWords.passages[0]).toMatchObject({ passage: { documentName: 'codes.csv' }, verdict: 'relevant' });
  expect(byWords.passages[0]?.fullTextScore).toBeGreaterThan(0);
});

it('says that nothing is relevant rather than send noise', async () => {
  const { retrieval } = temporary.core;
  const { isNothingRelevant, passages } = await retrieval.search('Who won the world cup in 1998?', scope, {
    limit: 3,
  });
  expect(isNothingRelevant).toBe(true);
  expect(passages.length).toBeGreaterThan(0);
  expect(new Set(passages.map(({ verdict }) => verdict))).toEqual(new Set(['below-floor']));
});

it('ranks by a reranker once the user added one, and without it again', async () => {
  const rerankerFolder = join(folder, '..', `${basename(folder)}-reranker`);
  mkdirSync(rerankerFolder);
  writeTinyReranker(rerankerFolder);
  const chooseRetrievalModel = (): Promise<string> => Promise.resolve(rerankerFolder);
  const { retrieval } = temporary.core.handlers({ ...cancelledDialogs, chooseRetrievalModel });
  try {
    const query = { query: 'oil the pump', scope, limit: 10 };
    const added = await retrieval.chooseModel({});
    expect(added).toMatchObject({ kind: 'reranker', isInUse: false });
    await retrieval.useModel({ id: added?.id ?? '' });
    const reranked = await retrieval.search(query);
    const scores = reranked.candidates.map(({ rerankScore }) => rerankScore ?? NaN);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    expect(reranked.timings.rerankMs).toBeGreaterThan(0);
    await retrieval.stopReranking({});
    const plain = await retrieval.search(query);
    expect(plain.candidates[0]).toMatchObject({ rerankScore: null, outcome: 'sent', citation: null });
    expect(plain.timings.rerankMs).toBeNull();
  } finally {
    rmSync(rerankerFolder, { recursive: true });
  }
});

it('sends one of two copies, and nothing of documents outside the scope', async () => {
  const { retrieval, knowledge } = temporary.core;
  const selected = await retrieval.findPassages({
    query: 'When is the pump oiled?',
    scope,
    budgetTokens: 1000,
    countTokens: (texts) => Promise.resolve(texts.map(({ length }) => length)),
    signal: new AbortController().signal,
  });
  const pumps = selected.candidates.filter(({ documentName }) => documentName.startsWith('pumps'));
  expect(pumps.map(({ outcome }) => outcome)).toEqual(['sent', 'near-duplicate']);
  expect(selected.sent.at(-1)?.text).toContain('oiled every month');
  const { items } = knowledge.listDocuments({ name: 'wings', offset: 0, limit: 1 });
  const elsewhere = await retrieval.search(
    'When is the pump oiled?',
    { ...emptyScope, documentIds: [items[0]?.id ?? ''] },
    { limit: 5 },
  );
  expect(elsewhere.passages.every(({ passage }) => passage.documentName === 'wings.txt')).toBe(true);
});

it('finds nothing of a document that was removed, from that moment on', async () => {
  const { retrieval, knowledge } = temporary.core;
  const { items } = knowledge.listDocuments({ name: 'wings', offset: 0, limit: 1 });
  knowledge.removeDocument(items[0]?.id ?? '');
  const { passages } = await retrieval.search('lift of a wing', scope, { limit: 5 });
  expect(passages.map(({ passage }) => passage.documentName)).not.toContain('wings.txt');
});

it('keeps recall questions and how well their sources were found', async () => {
  const { recall, knowledge } = temporary.core;
  const bread = knowledge.listDocuments({ name: 'bread', offset: 0, limit: 1 }).items[0]?.id ?? '';
  const common = { scope, expectedDocumentId: bread };
  recall.saveQuestion({ ...common, question: 'How long is bread baked?', expectedText: 'forty  minutes' });
  recall.saveQuestion({ ...common, question: 'How often is the pump oiled?', expectedText: 'forty minutes' });
  const run = await recall.run('user');
  expect(run).toMatchObject({ trigger: 'user', questions: 2, hits: 1, meanReciprocalRank: 0.5 });
  expect(run.results.map(({ rank }) => rank)).toEqual([1, null]);
  expect(recall.runs()).toEqual([run]);
  for (const { id } of recall.questions()) recall.removeQuestion(id);
  await expect(recall.run('user')).rejects.toMatchObject({ code: 'recall/not-found' });
  expect(() => recall.removeQuestion(bread)).toThrow(/not there any more/);
});

it('runs the questions by itself once something was indexed', async () => {
  const { recall, knowledge } = temporary.core;
  const bread = knowledge.listDocuments({ name: 'bread', offset: 0, limit: 1 }).items[0]?.id ?? '';
  recall.saveQuestion({
    scope,
    expectedDocumentId: bread,
    question: 'How is bread baked?',
    expectedText: '',
  });
  const before = recall.runs().length;
  writeFileSync(join(folder, 'new.txt'), 'The lid is made of steel.\n');
  const [source] = knowledge.listSources();
  await knowledge.sources.reindex(source?.id ?? '');
  while (recall.runs().length === before) await sleep(50);
  expect(recall.runs().at(-1)).toMatchObject({ trigger: 'after-indexing', hits: 1 });
});
