import { randomUUID } from 'node:crypto';
import { LoamError } from '../../../preload/contract/errors';
import type { KnowledgeDocument, KnowledgeScope } from '../../../preload/contract/knowledge';
import type { RecallQuestion, RecallRun } from '../../../preload/contract/retrieval';
import type { Clock } from '../../clock';
import type { CoreEvents } from '../../events';
import type { Logger } from '../../log/logger';
import type { SettingsService } from '../../settings/settingsService';
import type { Database } from '../../storage/database';
import { systemTimers, type Timers } from '../../workers/timers';
import type { RankedPassages } from '../retrieval/rankedPassage';
import { rankOfExpected, recallDepth } from './rankOfExpected';
import {
  deleteRecallQuestion,
  insertRecallQuestion,
  insertRecallRun,
  listRecallQuestions,
  listRecallRuns,
} from './recallRepository';

export interface RecallServiceOptions {
  database: Database;
  retrieval: {
    search(
      query: string,
      scope: KnowledgeScope,
      options: { limit: number; signal?: AbortSignal },
    ): Promise<RankedPassages>;
  };
  /** @throws LoamError document/not-found */
  document: (id: string) => Pick<KnowledgeDocument, 'id' | 'name'>;
  settings: Pick<SettingsService, 'get'>;
  events: CoreEvents;
  clock: Clock;
  logger: Logger;
  /** Default: the system's. */
  timers?: Timers;
}

/** What a question is saved with. */
export type NewRecallQuestion = Pick<RecallQuestion, 'question' | 'scope' | 'expectedText'> & {
  expectedDocumentId: string;
};

/** A year of one run a day. */
const mostRuns = 365;
/** Indexing ends after every saved file; each run searches once a question. */
const betweenRunsMs = 5 * 60_000;

/** Asks saved questions again and keeps how well their sources were found. */
export class RecallService {
  readonly #options: RecallServiceOptions;
  readonly #stopping = new AbortController();
  #running: Promise<RecallRun> | undefined;
  /** Set from a run after indexing until another one may begin. */
  #cancelPause: (() => void) | undefined;
  #isDueAfterPause = false;

  constructor(options: RecallServiceOptions) {
    this.#options = options;
  }

  /** Oldest first. */
  questions(): RecallQuestion[] {
    return this.#options.database.read(listRecallQuestions);
  }

  /** @throws LoamError document/not-found */
  saveQuestion(question: NewRecallQuestion): RecallQuestion {
    const { database, clock, document } = this.#options;
    const saved = {
      ...question,
      id: randomUUID(),
      expectedDocumentName: document(question.expectedDocumentId).name,
      createdAt: clock.now(),
    };
    database.write((orm) => insertRecallQuestion(orm, saved));
    this.#changed();
    return saved;
  }

  /** @throws LoamError recall/not-found */
  removeQuestion(id: string): void {
    const isRemoved = this.#options.database.write((orm) => deleteRecallQuestion(orm, id));
    if (!isRemoved) {
      throw new LoamError(
        'recall/not-found',
        'This question is not there any more. Nothing had to be removed.',
      );
    }
    this.#changed();
  }

  /** Oldest first. */
  runs(): RecallRun[] {
    return this.#options.database.read((orm) => listRecallRuns(orm, mostRuns));
  }

  /**
   * Asks all questions; one run at a time, and who asks meanwhile gets the one under way. Rejects with recall/not-found
   * when there are no questions, index/*, embedder/*, worker/*, generation/cancelled.
   */
  run(trigger: RecallRun['trigger']): Promise<RecallRun> {
    this.#running ??= this.#run(trigger).finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  /**
   * For when the queue has become empty after something was indexed. At most one run in five minutes: who calls in between
   * gets one at their end. Nobody waits for it.
   */
  async runAfterIndexing(): Promise<void> {
    if (this.#isStopping() || this.questions().length === 0) return;
    if (this.#cancelPause) {
      this.#isDueAfterPause = true;
      return;
    }
    this.#pause();
    try {
      await this.run('after-indexing');
    } catch (error) {
      // Asked for by nobody: the user's own run will tell what is wrong.
      if (!this.#isStopping()) this.#options.logger.warn('recall test failed', { error });
    }
  }

  /** Gives up a run under way. */
  async dispose(): Promise<void> {
    this.#stopping.abort();
    this.#cancelPause?.();
    await this.#running?.catch(() => undefined);
  }

  async #run(trigger: RecallRun['trigger']): Promise<RecallRun> {
    const { database, clock, settings } = this.#options;
    const questions = this.questions();
    if (questions.length === 0) {
      throw new LoamError(
        'recall/not-found',
        'There is no question to test with. Search for something and save it with the document that should be found.',
      );
    }
    const results: RecallRun['results'] = [];
    let embedderId = '';
    for (const question of questions) {
      const ranked = await this.#ask(question);
      embedderId = ranked.embedderId;
      results.push({
        questionId: question.id,
        question: question.question,
        rank: rankOfExpected(question, ranked.passages),
      });
    }
    const run: RecallRun = {
      id: randomUUID(),
      createdAt: clock.now(),
      embedderId,
      rerankerId: settings.get().rerankerId,
      trigger,
      questions: results.length,
      hits: results.filter(({ rank }) => rank !== null).length,
      meanReciprocalRank: meanReciprocalRank(results.map(({ rank }) => rank)),
      results,
    };
    database.write((orm) => insertRecallRun(orm, run, mostRuns));
    this.#changed();
    return run;
  }

  #pause(): void {
    const { timers = systemTimers } = this.#options;
    this.#cancelPause = timers.after(betweenRunsMs, () => {
      this.#cancelPause = undefined;
      if (!this.#isDueAfterPause) return;
      this.#isDueAfterPause = false;
      void this.runAfterIndexing();
    });
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  #ask({ question, scope }: RecallQuestion): Promise<RankedPassages> {
    const { signal } = this.#stopping;
    return this.#options.retrieval.search(question, scope, { limit: recallDepth, signal });
  }

  #changed(): void {
    this.#options.events.emit('retrieval.changed', { isRecallToo: true });
  }
}

/** Ranks from 1; null counts as 0. */
export function meanReciprocalRank(ranks: readonly (number | null)[]): number {
  if (ranks.length === 0) return 0;
  return ranks.reduce<number>((sum, rank) => sum + (rank === null ? 0 : 1 / rank), 0) / ranks.length;
}
