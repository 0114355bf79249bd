import type { SearchFilter } from '../protocol';

/** The SQL condition for rows that a search may find; null when there can be none. */
export function filterExpression({ sources, documents }: SearchFilter): string | null {
  const conditions = [
    ...(sources.length > 0 ? [oneOf('source', sources)] : []),
    ...(documents.length > 0 ? [oneOf('document', documents)] : []),
  ];
  return conditions.length > 0 ? conditions.join(' OR ') : null;
}

/** Only whole numbers get into the text, so that nothing else can. */
export function oneOf(column: 'passage' | 'document' | 'source', values: readonly number[]): string {
  const odd = values.find((value) => !Number.isSafeInteger(value));
  if (odd !== undefined) throw new TypeError(`Not a sequence: ${odd}`);
  return `${column} IN (${values.join(',')})`;
}
