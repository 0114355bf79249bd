import { createContext } from 'react';
import type { CitedPassage } from '../../../../preload/contract/retrieval';

/** What numbers in brackets mean in an answer. */
export interface Citations {
  /** By number. Null while the answer is written: a number is then a citation that leads nowhere yet. */
  passages: ReadonlyMap<number, CitedPassage> | null;
  open: (passage: CitedPassage) => void;
}

/** Null: the answer read no documents, so numbers in brackets are text. */
export const CitationsContext = createContext<Citations | null>(null);
