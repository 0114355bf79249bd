import { randomInt, randomUUID } from 'node:crypto';
import type {
  Comparison,
  ComparisonColumn,
  ComparisonPart,
  ComparisonSetup,
} from '../../preload/contract/comparisons';
import { LoamError } from '../../preload/contract/errors';
import type { Emit } from '../../preload/contract/members';
import type { Sampling } from '../../preload/contract/sampling';
import type { Clock } from '../clock';
import type { LanguageModel } from '../generation/languageModel';
import type { Logger } from '../log/logger';
import type { Database } from '../storage/database';
import { SerialQueue } from '../workers/serialQueue';
import { ComparisonRepository } from './comparisonRepository';
import { ComparisonRun } from './comparisonRun';
import { isVeiled, veil } from './comparisonVeil';

export interface ComparisonDependencies {
  database: Database;
  languageModelFor(setup: ComparisonSetup): LanguageModel;
  clock: Clock;
  logger: Logger;
  /** A random whole number from 0 up to but without `upperBound`; default: the system's. */
  random?: (upperBound: number) => number;
}

export interface ComparisonStart {
  question: string;
  systemPrompt: string;
  sampling: Sampling;
  isBlind: boolean;
  /** Two to four. */
  setups: readonly ComparisonSetup[];
}

/** A comparison that is on the disk and the work that answers it. `run` never rejects. */
export interface StartedComparison {
  comparison: Comparison;
  run(emit: Emit<ComparisonPart>): Promise<void>;
}

const seedBound = 2 ** 32;

/**
 * One question to several setups. What it returns is as the window may see it: nothing tells who answered in a blind
 * comparison until it is rated.
 */
export class ComparisonService {
  readonly #dependencies: ComparisonDependencies;
  readonly #repository: ComparisonRepository;
  readonly #random: (upperBound: number) => number;
  /** Two at once would only take the model from each other. */
  readonly #queue = new SerialQueue();
  readonly #running = new Map<string, { controller: AbortController; settled: Promise<unknown> }>();

  constructor(dependencies: ComparisonDependencies) {
    this.#dependencies = dependencies;
    this.#repository = new ComparisonRepository(dependencies.database);
    this.#random = dependencies.random ?? ((upperBound) => randomInt(upperBound));
  }

  /** Puts the comparison on the disk and returns the work that answers it. */
  start({ question, systemPrompt, sampling, isBlind, setups }: ComparisonStart): StartedComparison {
    const comparison: Comparison = {
      id: randomUUID(),
      createdAt: this.#dependencies.clock.now(),
      question,
      systemPrompt,
      sampling,
      seed: sampling.seed ?? this.#random(seedBound),
      isBlind,
      columns: (isBlind ? this.#shuffled(setups) : setups).map(waitingColumn),
      choice: null,
    };
    this.#repository.insert(comparison);
    const controller = new AbortController();
    const { promise: settled, resolve: settle } = Promise.withResolvers<null>();
    this.#running.set(comparison.id, { controller, settled });
    return {
      comparison: veil(comparison),
      run: async (emit) => {
        try {
          await this.#queue.run(() => this.#answer(comparison, controller.signal, emit));
        } finally {
          this.#running.delete(comparison.id);
          settle(null);
        }
      },
    };
  }

  /** Stops what is being written and keeps it; the columns that wait are not written. */
  cancel(id: string): void {
    this.#running.get(id)?.controller.abort();
  }

  /**
   * Stores which column was best, and lifts a blind comparison's veil. The verdict of a blind one is final, because
   * after it the names are known.
   *
   * @throws LoamError comparison/not-found, request/invalid
   */
  choose(id: string, choice: NonNullable<Comparison['choice']>): Comparison {
    const comparison = this.#repository.get(id);
    if (this.#running.has(id)) {
      throw new LoamError(
        'request/invalid',
        'The answers are still being written. Wait for them or stop them, then choose.',
      );
    }
    if (comparison.isBlind && !isVeiled(comparison)) {
      throw new LoamError(
        'request/invalid',
        'This blind comparison has its verdict. Compare again to judge once more.',
      );
    }
    if (choice !== 'none' && choice >= comparison.columns.length) {
      throw new LoamError('request/invalid', 'There is no such answer. Choose one that is on screen.');
    }
    const chosen = { ...comparison, choice };
    this.#repository.update(chosen);
    return chosen;
  }

  /** Newest first. */
  list(limit: number): Comparison[] {
    return this.#repository.list(limit).map(veil);
  }

  /** Stops it where it is being answered. @throws LoamError comparison/not-found */
  remove(id: string): void {
    this.cancel(id);
    this.#repository.remove(id);
  }

  /**
   * Marks columns that nobody is writing any more, after a crash, as stopped. Returns how many comparisons had some.
   * Only the process that keeps house may call it.
   */
  stopUnfinished(): number {
    const abandoned = this.#repository
      .listUnfinished()
      // Columns that cannot be read come back as none, and must not be overwritten with that.
      .filter(({ id, columns }) => columns.length > 0 && !this.#running.has(id));
    for (const comparison of abandoned) {
      this.#repository.update({ ...comparison, columns: comparison.columns.map(stoppedColumn) });
    }
    return abandoned.length;
  }

  /** Stops every comparison and waits until what was said is stored. */
  async dispose(): Promise<void> {
    const running = [...this.#running.values()];
    for (const { controller } of running) controller.abort();
    await Promise.all(running.map(({ settled }) => settled));
  }

  async #answer(comparison: Comparison, signal: AbortSignal, emit: Emit<ComparisonPart>): Promise<void> {
    const { languageModelFor, clock, logger } = this.#dependencies;
    const setups = comparison.columns.map(({ setup }) => setup ?? { modelId: null, adapters: [] });
    const run = new ComparisonRun({
      comparison,
      models: setups.map((setup) => languageModelFor(setup)),
      save: (changed) => this.#repository.update(changed),
      clock,
      logger,
      signal,
      emit,
    });
    const { columns } = await run.answerAll();
    logger.info('comparison finished', { count: columns.length });
  }

  #shuffled(setups: readonly ComparisonSetup[]): ComparisonSetup[] {
    const left = [...setups];
    return setups.flatMap(() => left.splice(this.#random(left.length), 1));
  }
}

function waitingColumn(setup: ComparisonSetup): ComparisonColumn {
  return { setup, text: '', status: 'waiting', error: null, provenance: null };
}

function stoppedColumn(column: ComparisonColumn): ComparisonColumn {
  const isUnfinished = column.status === 'waiting' || column.status === 'writing';
  return isUnfinished ? { ...column, status: 'stopped' } : column;
}
