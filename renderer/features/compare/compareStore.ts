import { create } from 'zustand';
import type { Comparison, ComparisonPart, ComparisonSetup } from '../../../preload/contract/comparisons';
import type { Sampling } from '../../../preload/contract/sampling';
import { bareSetup } from './words/setups';

/** What the user is about to ask. */
export interface ComparisonDraft {
  question: string;
  systemPrompt: string;
  /** Null: as in the settings. */
  sampling: Sampling | null;
  isBlind: boolean;
  setups: readonly ComparisonSetup[];
}

export type ColumnPhase = Extract<ComparisonPart, { type: 'phase' }>['phase'];

/** A comparison whose answers this window is receiving. */
export interface LiveComparison {
  comparison: Comparison;
  /** What the column that is being answered does. */
  phase: ColumnPhase;
  isStopping: boolean;
}

interface CompareState {
  draft: ComparisonDraft;
  live: LiveComparison | null;
  /** The comparison on screen under the form; null: none. */
  shownId: string | null;
}

/** Outside the component tree, so that another screen can be looked at while answers are written. */
export const useCompareStore = create<CompareState>(() => ({
  draft: { question: '', systemPrompt: '', sampling: null, isBlind: false, setups: [bareSetup, bareSetup] },
  live: null,
  shownId: null,
}));

export function changeDraft(changes: Partial<ComparisonDraft>): void {
  useCompareStore.setState(({ draft }) => ({ draft: { ...draft, ...changes } }));
}

/** Null: nothing is being received any more. */
export function setLiveComparison(live: LiveComparison | null): void {
  useCompareStore.setState({ live });
}

/** Changes what is being received; nothing happens when nothing is. */
export function changeLiveComparison(change: (live: LiveComparison) => Partial<LiveComparison>): void {
  useCompareStore.setState(({ live }) => (live === null ? {} : { live: { ...live, ...change(live) } }));
}

export function showComparison(shownId: string | null): void {
  useCompareStore.setState({ shownId });
}

export function useLiveComparison(): LiveComparison | null {
  return useCompareStore((state) => state.live);
}
