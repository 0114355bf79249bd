import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { LoamError } from '../../../preload/contract/errors';
import { SerialQueue } from '../serialQueue';
import type { Embedder } from './embedding/embedder';
import type { OpenModels } from './openModels';
import type { IndexReference, OpenedIndex } from './protocol';
import { deletePassageIndex, openPassageIndex } from './store/openPassageIndex';
import type { PassageIndex } from './store/passageIndex';
import { isIndexDamaged } from './store/storeErrors';

export interface OpenGeneration {
  index: PassageIndex;
  embedder: Embedder;
  reference: IndexReference;
}

const folderPattern = /^generation-(\d{1,15})$/;

/** The search indexes in use, by their generation, each with its embedder. */
export class OpenIndexes {
  readonly #folder: string;
  readonly #models: OpenModels;
  readonly #open = new Map<number, OpenGeneration>();
  readonly #openings = new SerialQueue();

  constructor(folder: string, models: OpenModels) {
    this.#folder = folder;
    this.#models = models;
  }

  /** Opens one, or answers what it holds when it is open. Rejects with embedder/*, storage/*, index/damaged. */
  open(reference: IndexReference): Promise<OpenedIndex> {
    return this.#openings.run(async () => {
      const known = this.#open.get(reference.generation);
      if (known) return { passages: await known.index.passages(), replaced: null };
      const embedder = await this.#embedderOf(reference);
      const folder = this.#folderOf(reference.generation);
      const { index, passages, replaced } = await openPassageIndex(folder, reference);
      this.#open.set(reference.generation, { index, embedder, reference });
      return { passages, replaced };
    });
  }

  /** @throws LoamError index/damaged when it is not open */
  require(generation: number): OpenGeneration {
    const open = this.#open.get(generation);
    if (open) return open;
    throw new LoamError('index/damaged', 'The search index is not open. Please try again.', {
      retryable: true,
    });
  }

  /** Runs something with an open index; one that turns out to be damaged is closed by it. */
  async use<Result>(generation: number, job: (open: OpenGeneration) => Promise<Result>): Promise<Result> {
    const open = this.require(generation);
    try {
      return await job(open);
    } catch (error) {
      if (isIndexDamaged(error) && this.#open.get(generation) === open) {
        this.#open.delete(generation);
        // Its files are about to be deleted, which some systems refuse while they are open.
        await open.index.close();
      }
      throw error;
    }
  }

  /** Deletes one from the disk; fine when there is none. */
  drop(generation: number): Promise<void> {
    return this.#openings.run(async () => {
      const open = this.#open.get(generation);
      this.#open.delete(generation);
      await open?.index.close();
      await deletePassageIndex(this.#folderOf(generation));
      const folders = [...this.#open.values()].map(({ reference }) => reference.embedder.folder);
      await this.#models.keepOnly(new Set(folders));
    });
  }

  /** Deletes all indexes from the disk but these. */
  async keepOnly(generations: readonly number[]): Promise<void> {
    const kept = new Set(generations.map((generation) => basename(this.#folderOf(generation))));
    for (const name of await readdir(this.#folder)) {
      const [, generation] = folderPattern.exec(name) ?? [];
      if (generation !== undefined && !kept.has(name)) await this.drop(Number(generation));
    }
  }

  async #embedderOf({ embedder: model, embedderId, dimensions }: IndexReference): Promise<Embedder> {
    const embedder = await this.#models.embedder(model);
    const { facts } = embedder;
    if (facts.id === embedderId && facts.dimensions === dimensions) return embedder;
    throw new LoamError(
      'embedder/file-invalid',
      `The files of the embedder ${model.name} are not the ones that the search index was made with. Remove it and add it again, or choose another embedder.`,
    );
  }

  #folderOf(generation: number): string {
    if (!Number.isSafeInteger(generation)) throw new TypeError(`Not a generation: ${generation}`);
    return join(this.#folder, `generation-${generation}`);
  }
}
