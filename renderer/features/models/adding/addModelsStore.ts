import { create } from 'zustand';
import type { AddModelsResult } from '../../../../preload/contract/models';

/** Files that the user wants to add, before it is decided how. */
export interface FilesToAdd {
  paths: readonly string[];
  /** Together; null where only their paths are known. */
  bytes: number | null;
}

/** How far a copy is. */
export interface CopyProgress {
  fileName: string;
  copiedBytes: number;
  totalBytes: number;
  /** Since the copy began; null in its first moments. */
  bytesPerSecond: number | null;
}

export interface AddModelsState {
  /** The files that the dialog asks about; null: it is closed. */
  asked: FilesToAdd | null;
  isAdding: boolean;
  progress: CopyProgress | null;
  /** Files of the last attempts that were not added, each with its reason, until they are dismissed. */
  refused: AddModelsResult['refused'];
}

/** Adding goes on while the user looks at other screens. */
export const useAddModelsState = create<AddModelsState>(() => ({
  asked: null,
  isAdding: false,
  progress: null,
  refused: [],
}));

export const setAddModelsState = useAddModelsState.setState;
