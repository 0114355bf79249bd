import { sql } from 'drizzle-orm';
import type { Orm } from '../../storage/database';
import { storableText } from '../../storage/textColumn';
import type { PassageDraft } from '../../workers/indexing/passages/passageDraft';
import type { QueuedDocument } from './queueRepository';

type PassageRow = PassageDraft & { document: number; revision: number };

/** Of the reading after the one that is searchable. */
export function rowsOf(
  { sequence, revision }: Pick<QueuedDocument, 'sequence' | 'revision'>,
  drafts: readonly PassageDraft[],
): PassageRow[] {
  return drafts.map((draft) => ({
    ...draft,
    text: plainText(draft.text),
    tableHeader: draft.tableHeader === null ? null : plainText(draft.tableHeader),
    document: sequence,
    revision: revision + 1,
  }));
}

/** As one value: binding thousands of them takes longer than SQLite does. */
export function insertPassages(orm: Orm, rows: readonly PassageRow[]): void {
  if (rows.length === 0) return;
  orm.run(sql`
    INSERT INTO passages (document_sequence, revision, ordinal, kind, text, start_offset, end_offset, tokens,
      place, table_header)
    SELECT json_extract(value, '$.document'), json_extract(value, '$.revision'),
      json_extract(value, '$.ordinal'), json_extract(value, '$.kind'), json_extract(value, '$.text'),
      json_extract(value, '$.startOffset'), json_extract(value, '$.endOffset'),
      json_extract(value, '$.tokens'), json_extract(value, '$.place'), json_extract(value, '$.tableHeader')
    FROM json_each(${JSON.stringify(rows)})`);
}

/** Text that comes out of SQLite's JSON as it went in. */
export function plainText(text: string): string {
  return storableText(text).toWellFormed();
}
