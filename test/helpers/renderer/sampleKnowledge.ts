import type { IndexingProgress } from '../../../preload/contract/knowledge';
import type { RecallQuestion, RecallRun, RetrievalModel } from '../../../preload/contract/retrieval';
import { emptyScope } from '../../../preload/contract/knowledge';

/** Nothing to do. */
export function sampleProgress(changes: Partial<IndexingProgress> = {}): IndexingProgress {
  return {
    activity: 'idle',
    filesDone: 0,
    filesFailed: 0,
    filesTotal: 0,
    passagesDone: 0,
    passagesWaiting: 0,
    passagesPerSecond: null,
    timeLeftMs: null,
    currentFile: null,
    problem: null,
    ...changes,
  };
}

/** The embedder that comes with Loam, in use. */
export function sampleEmbedder(changes: Partial<RetrievalModel> = {}): RetrievalModel {
  return {
    id: 'minilm',
    kind: 'embedder',
    name: 'all-MiniLM-L6-v2',
    dimensions: 384,
    maxTokens: 256,
    bytes: 22_900_000,
    isStarter: true,
    isInUse: true,
    ...changes,
  };
}

export function sampleQuestion(changes: Partial<RecallQuestion> = {}): RecallQuestion {
  return {
    id: 'q1',
    question: 'How much does the pump hold?',
    scope: { ...emptyScope, collectionIds: ['k1'] },
    expectedDocumentId: 'd1',
    expectedDocumentName: 'pump.md',
    expectedText: '',
    createdAt: 1_700_000_000_000,
    ...changes,
  };
}

/** A run of `sampleQuestion` that found it in the second place. */
export function sampleRun(changes: Partial<RecallRun> = {}): RecallRun {
  return {
    id: 'r1',
    createdAt: Date.now(),
    embedderId: 'minilm',
    rerankerId: null,
    trigger: 'user',
    questions: 1,
    hits: 1,
    meanReciprocalRank: 0.5,
    results: [{ questionId: 'q1', question: 'How much does the pump hold?', rank: 2 }],
    ...changes,
  };
}
