import type { Comparison, ComparisonColumn, ComparisonPart } from '../../preload/contract/comparisons';
import type { SerializedError } from '../../preload/contract/errors';

/** In place of a reason that may name the model or the adapter. */
const veiledError: SerializedError = {
  code: 'generation/failed',
  message: 'This one could not answer. The reason is shown once you have chosen.',
  retryable: false,
};

/** Whether who answered is to stay hidden: the comparison is blind and was not rated yet. */
export function isVeiled({ isBlind, choice }: Pick<Comparison, 'isBlind' | 'choice'>): boolean {
  return isBlind && choice === null;
}

/** The comparison as the window may see it: while it is veiled, without anything that tells who answered. */
export function veil(comparison: Comparison): Comparison {
  return isVeiled(comparison) ? { ...comparison, columns: comparison.columns.map(veilColumn) } : comparison;
}

function veilColumn({ text, status, error }: ComparisonColumn): ComparisonColumn {
  return { setup: null, text, status, error: error && veiledError, provenance: null };
}

/**
 * The part as the window may see it; null where even that it was sent would tell something: a model that has to be
 * loaded first is not the one that is loaded.
 */
export function veilPart(part: ComparisonPart): ComparisonPart | null {
  switch (part.type) {
    case 'phase':
      return part.phase === 'loading-model' ? null : part;
    case 'text-delta':
      return part;
    case 'column-end':
      return { ...part, answer: veilColumn(part.answer) };
    case 'end':
      return { ...part, comparison: veil(part.comparison) };
  }
}
