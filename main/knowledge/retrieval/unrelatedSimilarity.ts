/** Everyday subjects that have nothing to do with each other. */
const unrelatedTexts = [
  'The ferry to the island leaves every morning at seven.',
  'Add two eggs and a pinch of salt to the dough.',
  'The court decided that the contract was void.',
  'Her grandmother played the violin in an orchestra.',
  'Photosynthesis turns light into chemical energy.',
  'The striker scored twice in the second half.',
  'Restart the router when the connection is lost.',
  'The castle was destroyed in the war of 1648.',
  'Interest rates rose by half a percent this year.',
  'The patient was given antibiotics for ten days.',
  'A sparrow built its nest under the roof.',
  'The paint has to dry before the second coat.',
];

/** Similarities that no text changes: the index can be asked for them. */
export interface SimilarityMeasure {
  /** Cosines of texts with the first one, which comes first in the answer. */
  similarities(texts: readonly string[], signal?: AbortSignal): Promise<readonly number[]>;
}

/**
 * What each embedder answers for texts that have nothing in common: near 0 for one, above 0.7 for another. Measured once for
 * each.
 */
export class UnrelatedSimilarities {
  readonly #measure: SimilarityMeasure;
  readonly #known = new Map<string, Promise<number>>();

  constructor(measure: SimilarityMeasure) {
    this.#measure = measure;
  }

  async of(embedderId: string): Promise<number> {
    const known = this.#known.get(embedderId) ?? this.#ask();
    this.#known.set(embedderId, known);
    try {
      return await known;
    } catch (error) {
      // The next search asks again.
      this.#known.delete(embedderId);
      throw error;
    }
  }

  async #ask(): Promise<number> {
    const [, ...others] = await this.#measure.similarities(unrelatedTexts);
    const mean = others.reduce((sum, similarity) => sum + similarity, 0) / Math.max(1, others.length);
    return Math.min(0.95, Math.max(0, mean));
  }
}
