import { LoamError } from '../../../preload/contract/errors';
import type { Clock } from '../../clock';
import type { Database, Orm } from '../../storage/database';
import type { RetrievalModels } from '../retrievalModels/retrievalModels';
import type { RetrievalModelEntry } from '../retrievalModels/retrievalModelRepository';
import {
  countSearchable,
  findGeneration,
  type Generation,
  insertGeneration,
  listGenerations,
  setGenerationState,
} from './generationRepository';

/** Which indexes there are: one that serves, and one that is being made when it is to be another one. */
export class Generations {
  readonly #database: Database;
  readonly #models: RetrievalModels;
  readonly #clock: Clock;

  constructor(options: { database: Database; models: RetrievalModels; clock: Clock }) {
    this.#database = options.database;
    this.#models = options.models;
    this.#clock = options.clock;
  }

  /** Whether there is anything to keep an index of. */
  isNeeded(): boolean {
    return this.#database.read((orm) => listGenerations(orm).length > 0 || countSearchable(orm) > 0);
  }

  /**
   * The one that serves, made where there is none. Where its embedder is gone for good and another one is chosen, an empty
   * one takes its place. @throws LoamError embedder/not-found
   */
  ensureServing(): Generation {
    const serving = this.#database.read((orm) => findGeneration(orm, 'serving'));
    if (serving && this.#models.find(serving.embedderId)) {
      this.followSettings();
      return serving;
    }
    const chosen = this.#models.chosenEmbedder();
    return this.#database.write((orm) => {
      retire(orm, 'serving');
      retire(orm, 'building');
      return this.#insert(orm, chosen, 'serving');
    });
  }

  /** @throws LoamError index/building while the process that may make one has not */
  requireServing(): Generation {
    const serving = this.#database.read((orm) => findGeneration(orm, 'serving'));
    if (serving) return serving;
    throw new LoamError(
      'index/building',
      'There is no search index yet. The Loam that is open makes it once documents are added; try again then.',
      { retryable: true },
    );
  }

  /** Begins another one where the chosen embedder is not the one that serves, and gives up one that is not wanted. */
  followSettings(): void {
    const chosen = this.#chosenIfThere();
    if (!chosen) return;
    const { serving, building } = this.#database.read((orm) => ({
      serving: findGeneration(orm, 'serving'),
      building: findGeneration(orm, 'building'),
    }));
    if (!serving) return;
    const isBuildingUnwanted = building !== undefined && building.embedderId !== chosen.id;
    const isAnotherWanted =
      serving.embedderId !== chosen.id && (building === undefined || isBuildingUnwanted);
    if (!isBuildingUnwanted && !isAnotherWanted) return;
    this.#database.write((orm) => {
      if (isBuildingUnwanted) retire(orm, 'building');
      if (isAnotherWanted) this.#insert(orm, chosen, 'building');
    });
  }

  /** Begins one that takes the place of the present one, by the chosen embedder. @throws LoamError embedder/not-found */
  rebuild(): void {
    const chosen = this.#models.chosenEmbedder();
    this.#database.write((orm) => {
      if (!findGeneration(orm, 'serving')) return;
      retire(orm, 'building');
      this.#insert(orm, chosen, 'building');
    });
  }

  #chosenIfThere(): RetrievalModelEntry | null {
    try {
      return this.#models.chosenEmbedder();
    } catch (error) {
      // The index that serves goes on serving.
      if (error instanceof LoamError && error.code === 'embedder/not-found') return null;
      throw error;
    }
  }

  #insert(orm: Orm, embedder: RetrievalModelEntry, state: 'building' | 'serving'): Generation {
    const { id: embedderId, dimensions } = embedder;
    if (dimensions === null) throw new TypeError('An embedder without dimensions.');
    return insertGeneration(orm, { embedderId, dimensions, state }, this.#clock.now());
  }
}

function retire(orm: Orm, state: 'building' | 'serving'): void {
  const generation = findGeneration(orm, state);
  if (generation) setGenerationState(orm, generation.id, 'retired');
}
