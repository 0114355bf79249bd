import type { Adapter } from '../../../../preload/contract/adapters';
import type { Comparison, ComparisonColumn } from '../../../../preload/contract/comparisons';
import type { InstalledModel } from '../../../../preload/contract/models';
import { adapterAtScale, scaleInWords } from '../../adapters/words/adapterWords';

/** What names are looked up in. */
export interface KnownNames {
  adapters: readonly Adapter[];
  models: readonly InstalledModel[];
}

/** Who answered in a column. */
export interface ColumnNames {
  /** The adapters, which is mostly what is compared. */
  title: string;
  model: string;
}

/** Whether who answered is hidden. */
export function isVeiled({ isBlind, choice }: Pick<Comparison, 'isBlind' | 'choice'>): boolean {
  return isBlind && choice === null;
}

/** Whether a column is still to be written, or being written. */
export function isUnfinished({ status }: Pick<ComparisonColumn, 'status'>): boolean {
  return status === 'waiting' || status === 'writing';
}

export function hasUnfinished({ columns }: Pick<Comparison, 'columns'>): boolean {
  return columns.some(isUnfinished);
}

/** Who answered: as it was at that time where that is known. Null while it is hidden. */
export function columnNames({ setup, provenance }: ComparisonColumn, known: KnownNames): ColumnNames | null {
  if (setup === null) return null;
  const model =
    provenance?.modelName ??
    (setup.modelId === null
      ? 'The default model'
      : (known.models.find(({ id }) => id === setup.modelId)?.name ?? 'A model that is gone'));
  if (setup.adapters.length === 0) return { title: 'No adapter', model };
  const names = setup.adapters.map(({ adapterId, scale }) => {
    const adapter =
      provenance?.adapters.find(({ id }) => id === adapterId) ??
      known.adapters.find(({ id }) => id === adapterId);
    return adapter === undefined
      ? `A deleted adapter × ${scaleInWords(scale)}`
      : adapterAtScale({ ...adapter, scale });
  });
  return { title: names.join(' + '), model };
}

/** What a column is called: by who answered, or by its place while that is hidden. */
export function columnTitle(column: ComparisonColumn, index: number, known: KnownNames): string {
  return columnNames(column, known)?.title ?? `Answer ${index + 1}`;
}

/** What the user thought of it. */
export function verdictInWords({ choice, columns }: Comparison, known: KnownNames): string {
  if (choice === null) return 'Not rated';
  if (choice === 'none') return 'None was better';
  const column = columns[choice];
  return column === undefined ? 'Rated' : `Best: ${columnTitle(column, choice, known)}`;
}

/** How a comparison stands in the list. */
export function comparisonInWords(comparison: Comparison, known: KnownNames): string {
  const { columns, isBlind } = comparison;
  const kind = `${columns.length} ${isBlind ? 'blind answers' : 'answers'}`;
  return `${kind} · ${hasUnfinished(comparison) ? 'Being written' : verdictInWords(comparison, known)}`;
}
