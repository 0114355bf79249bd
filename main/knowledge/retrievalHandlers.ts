import type { HandlersOf } from '../../preload/contract/index';
import type { RecallService } from './recall/recallService';
import { candidatesOf } from './retrieval/candidates';
import type { RetrievalService } from './retrieval/retrievalService';
import type { RetrievalModels } from './retrievalModels/retrievalModels';
import type { SearchIndex } from './searchIndex/searchIndex';

/** What retrieval needs of the window's surroundings. */
export interface RetrievalModelDialog {
  /** Asks for the folder of an embedder or reranker. Null: the user cancelled. */
  chooseRetrievalModel(): Promise<string | null>;
}

export interface RetrievalHandlerServices {
  retrieval: RetrievalService;
  retrievalModels: RetrievalModels;
  searchIndex: SearchIndex;
  recall: RecallService;
}

export function retrievalHandlers(
  { retrieval, retrievalModels, searchIndex, recall }: RetrievalHandlerServices,
  dialogs: RetrievalModelDialog,
) {
  return {
    search: async ({ query, scope, limit }) => {
      const ranked = await retrieval.search(query, scope, { limit });
      const { isNothingRelevant, timings } = ranked;
      return { candidates: candidatesOf(ranked, limit), isNothingRelevant, timings };
    },
    models: () => retrievalModels.list(),
    chooseModel: async () => {
      const folder = await dialogs.chooseRetrievalModel();
      return folder === null ? null : retrievalModels.add(folder);
    },
    useModel: ({ id }) => {
      if (retrievalModels.find(id)?.kind === 'reranker') searchIndex.useReranker(id);
      else searchIndex.useEmbedder(id);
      return null;
    },
    stopReranking: () => {
      searchIndex.useReranker(null);
      return null;
    },
    removeModel: async ({ id }) => {
      await retrievalModels.remove(id);
      return null;
    },
    indexStatus: () => searchIndex.status(),
    rebuildIndex: () => {
      searchIndex.rebuild();
      return null;
    },
    recallQuestions: () => recall.questions(),
    saveRecallQuestion: (question) => recall.saveQuestion(question),
    removeRecallQuestion: ({ id }) => {
      recall.removeQuestion(id);
      return null;
    },
    runRecall: () => recall.run('user'),
    recallRuns: () => recall.runs(),
  } satisfies HandlersOf<'retrieval'>;
}
