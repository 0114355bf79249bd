import type { LoadedModel } from '../../preload/contract/models';
import type { Clock } from '../clock';
import type { CoreEvents } from '../events';
import type { Logger } from '../log/logger';
import type { ModelRepository } from './modelRepository';

export interface ModelHistoryOptions {
  repository: ModelRepository;
  events: CoreEvents;
  clock: Clock;
  logger: Logger;
}

/** Often enough for a list that says when a model was used. */
const noteUseEveryMs = 60_000;
/** A file that ended the model process so often in a row is not loaded by itself any more. */
const mostLethalLoads = 2;

/** Remembers what happened with each model. Only shown in lists, so a full disk does not stand in the way of an answer. */
export class ModelHistory {
  readonly #options: ModelHistoryOptions;
  /** When the use of a model was stored last, by its id. */
  readonly #notedUses = new Map<string, number>();

  constructor(options: ModelHistoryOptions) {
    this.#options = options;
  }

  noteLoaded({ modelId, device, contextSize, loadMs }: LoadedModel): void {
    this.#options.logger.info('model loaded', { modelId, device, contextSize, durationMs: loadMs });
    this.#store(modelId, (repository, now) => repository.noteLoaded(modelId, now));
  }

  noteUse(modelId: string): void {
    const now = this.#options.clock.now();
    if (Math.abs(now - (this.#notedUses.get(modelId) ?? 0)) < noteUseEveryMs) return;
    this.#notedUses.set(modelId, now);
    this.#store(modelId, (repository) => repository.noteUse(modelId, now));
  }

  noteLethalLoad(modelId: string): void {
    this.#store(modelId, (repository, now) => {
      repository.noteLethalLoad(modelId, { now, limit: mostLethalLoads });
    });
    this.#options.events.emit('models.listChanged', {});
  }

  #store(modelId: string, write: (repository: ModelRepository, now: number) => void): void {
    const { repository, clock, logger } = this.#options;
    try {
      write(repository, clock.now());
    } catch (error) {
      logger.warn('model facts could not be stored', { modelId, error });
    }
  }
}
