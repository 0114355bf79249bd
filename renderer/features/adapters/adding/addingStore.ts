import { create } from 'zustand';
import type { LoamError } from '../../../../preload/contract/errors';

/** A file or folder that could not be added, and why. */
export interface RefusedAdapter {
  fileName: string;
  error: LoamError;
}

interface AddingState {
  /** File names that are being copied, converted and checked now. */
  adding: readonly string[];
  /** The last attempt's, until they are closed or the next one begins. */
  refused: readonly RefusedAdapter[];
}

/** What is being added. Outside the component tree, so that it goes on while another screen is looked at. */
export const useAdding = create<AddingState>(() => ({ adding: [], refused: [] }));

export function beginAdding(fileNames: readonly string[]): void {
  useAdding.setState(({ adding }) => ({ adding: [...adding, ...fileNames], refused: [] }));
}

export function endAdding(fileName: string): void {
  useAdding.setState(({ adding }) => ({ adding: without(adding, adding.indexOf(fileName)) }));
}

export function keepRefusal(refusal: RefusedAdapter): void {
  useAdding.setState(({ refused }) => ({ refused: [...refused, refusal] }));
}

export function closeRefusal(index: number): void {
  useAdding.setState(({ refused }) => ({ refused: without(refused, index) }));
}

function without<Item>(items: readonly Item[], index: number): Item[] {
  return items.filter((_item, other) => other !== index);
}
