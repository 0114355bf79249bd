import { LoamError } from '../../../preload/contract/errors';
import type { Clock } from '../../clock';
import type { Database, Orm } from '../../storage/database';
import { isFolder } from '../retrievalModels/retrievalModelFiles';
import type { RetrievalModels } from '../retrievalModels/retrievalModels';
import type { RetrievalModelEntry } from '../retrievalModels/retrievalModelRepository';
import {
  findGeneration,
  type Generation,
  hasSearchable,
  insertGeneration,
  listGenerations,
  setGenerationState,
} from './generationRepository';
import type { Rereading } from './rereading';

export interface GenerationsOptions {
  database: Database;
  models: RetrievalModels;
  clock: Clock;
  rereading: Rereading;
  /** Told when one serves from now on because the embedder of the one before is gone. */
  onTakenOver: (generation: Generation) => void;
}

/** Which indexes there are: one that serves, and one that is being made when it is to be another one. */
export class Generations {
  readonly #options: GenerationsOptions;
  readonly #database: Database;
  readonly #models: RetrievalModels;
  #takingOver: Promise<Generation> | undefined;

  constructor(options: GenerationsOptions) {
    this.#options = options;
    this.#database = options.database;
    this.#models = options.models;
  }

  /** Whether there is anything to keep an index of. */
  isNeeded(): boolean {
    return this.#database.read((orm) => listGenerations(orm).length > 0 || hasSearchable(orm));
  }

  /**
   * The one that serves, made where there is none. Where its embedder is gone for good and another one is chosen, the
   * one for that takes its place, however little it holds yet. Rejects with embedder/not-found.
   */
  async ensureServing(): Promise<Generation> {
    for (;;) {
      const serving = this.#serving();
      const isGone = serving !== undefined && (await this.#isGoneForGood(serving));
      // Another one may have taken over meanwhile.
      if (serving?.id !== this.#serving()?.id) continue;
      if (serving && !isGone) {
        this.followSettings();
        return serving;
      }
      this.#takingOver ??= this.#takeOver(serving).finally(() => {
        this.#takingOver = undefined;
      });
      return this.#takingOver;
    }
  }

  /** @throws LoamError index/building while the process that may make one has not */
  requireServing(): Generation {
    const serving = this.#serving();
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

  #serving(): Generation | undefined {
    return this.#database.read((orm) => findGeneration(orm, 'serving'));
  }

  /** Files that are gone may come back while no other embedder is chosen that is there. */
  async #isGoneForGood({ embedderId }: Generation): Promise<boolean> {
    const model = this.#models.find(embedderId);
    if (!model) return true;
    const chosen = this.#chosenIfThere();
    if (!chosen || chosen.id === embedderId) return false;
    return !(await isFolder(model.folder)) && (await isFolder(chosen.folder));
  }

  async #takeOver(gone: Generation | undefined): Promise<Generation> {
    const chosen = this.#models.chosenEmbedder();
    if (gone) await this.#options.rereading.queueFor({ embedderId: chosen.id }, gone);
    const serving = this.#database.write((orm) => {
      const present = findGeneration(orm, 'serving');
      if (present && present.id !== gone?.id) return present;
      retire(orm, 'serving');
      const building = findGeneration(orm, 'building');
      if (building?.embedderId !== chosen.id) {
        retire(orm, 'building');
        return this.#insert(orm, chosen, 'serving');
      }
      setGenerationState(orm, building.id, 'serving');
      return { ...building, state: 'serving' as const };
    });
    this.#options.onTakenOver(serving);
    return serving;
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
    return insertGeneration(orm, { embedderId, dimensions, state }, this.#options.clock.now());
  }
}

function retire(orm: Orm, state: 'building' | 'serving'): void {
  const generation = findGeneration(orm, state);
  if (generation) setGenerationState(orm, generation.id, 'retired');
}
