/** Texts, questions, and which texts answer which question. */
export interface Collection {
  name: string;
  layout: 'smart' | 'beir';
  documents: { id: string; title: string; text: string }[];
  /** Those with at least one relevant document. */
  queries: { id: string; text: string }[];
  /** Gain of each relevant document, by query; above 0. */
  gains: Map<string, Map<string, number>>;
}

export const layouts: string;
export function limitCollection(collection: Collection, limit: number): Collection;
