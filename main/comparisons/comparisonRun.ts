import type { Comparison, ComparisonColumn, ComparisonPart } from '../../preload/contract/comparisons';
import { serializeError } from '../../preload/contract/errors';
import type { Emit } from '../../preload/contract/members';
import type { Clock } from '../clock';
import type { LanguageModel } from '../generation/languageModel';
import type { Logger } from '../log/logger';
import { answerColumn } from './columnAnswer';
import { isVeiled, veilPart } from './comparisonVeil';

export interface ComparisonRunOptions {
  /** As it was stored when it began: every column waits. */
  comparison: Comparison;
  /** One for each column. */
  models: readonly LanguageModel[];
  /** Puts the comparison as it is now on the disk. */
  save(comparison: Comparison): void;
  clock: Clock;
  logger: Logger;
  signal: AbortSignal;
  emit: Emit<ComparisonPart>;
}

/** How often the words so far are written to disk: what a crash may cost at most. */
const saveIntervalMs = 750;

/** Answers the columns one after the other, in their order, and keeps what was said, whatever happens. */
export class ComparisonRun {
  readonly #options: ComparisonRunOptions;
  readonly #emit: Emit<ComparisonPart>;
  #comparison: Comparison;
  #savedMs = -Infinity;

  constructor(options: ComparisonRunOptions) {
    this.#options = options;
    this.#comparison = options.comparison;
    const isHidden = isVeiled(options.comparison);
    this.#emit = (part) => {
      const shown = isHidden ? veilPart(part) : part;
      if (shown !== null) options.emit(shown);
    };
  }

  /** Never rejects: ends with exactly one `end` part. */
  async answerAll(): Promise<Comparison> {
    const { models, signal } = this.#options;
    for (const [column, model] of models.entries()) {
      if (signal.aborted) this.#end(column, { status: 'stopped' });
      else await this.#answer(column, model);
    }
    this.#emit({ type: 'end', comparison: this.#comparison });
    return this.#comparison;
  }

  async #answer(column: number, model: LanguageModel): Promise<void> {
    const { clock, logger, signal } = this.#options;
    this.#change(column, { status: 'writing' });
    this.#emit({ type: 'phase', column, phase: 'loading-model' });
    let text = '';
    const { answer, error } = await answerColumn({
      model,
      comparison: this.#comparison,
      clock,
      signal,
      onReading: () => this.#emit({ type: 'phase', column, phase: 'reading' }),
      onText: (delta) => {
        text += delta;
        this.#change(column, { text });
        this.#emit({ type: 'text-delta', column, text: delta });
        if (clock.monotonicMs() - this.#savedMs >= saveIntervalMs) this.#save();
      },
    });
    if (error !== null) logger.warn('column broke off', { error });
    this.#end(column, answer);
  }

  #end(column: number, changes: Partial<ComparisonColumn>): void {
    this.#change(column, changes);
    const failure = this.#save();
    if (failure !== null) this.#change(column, { status: 'failed', error: serializeError(failure) });
    const answer = this.#comparison.columns[column];
    if (answer !== undefined) this.#emit({ type: 'column-end', column, answer });
  }

  #change(column: number, changes: Partial<ComparisonColumn>): void {
    this.#comparison = {
      ...this.#comparison,
      columns: this.#comparison.columns.map((known, index) =>
        index === column ? { ...known, ...changes } : known,
      ),
    };
  }

  /** The reason when the database could not take it: the words are still on screen, and the answering goes on. */
  #save(): unknown {
    const { save, clock, logger } = this.#options;
    this.#savedMs = clock.monotonicMs();
    try {
      save(this.#comparison);
      return null;
    } catch (error) {
      logger.error('comparison could not be saved', { error });
      return error;
    }
  }
}
