import { setImmediate } from 'node:timers/promises';
import type { Database } from '../../storage/database';
import type { IndexingClient } from '../../workers/indexing/client';
import { deleteIndexed, listIndexed } from './generationRepository';
import { inPieces } from './pieces';

const rowsAtOnce = 2_000;
const deletedAtOnce = 200;

/**
 * Makes table and index say the same. What only the table knows is to be embedded again; what only the index knows was
 * deleted, or its process was killed before it was noted, and is taken out.
 *
 * @param held what the index holds
 * @returns how many passages are to be embedded again
 */
export async function reconcile(
  { database, client }: { database: Database; client: IndexingClient },
  generation: number,
  held: readonly number[],
): Promise<number> {
  const strangers = new Set(held);
  const lost: number[] = [];
  let after = 0;
  for (;;) {
    const rows = database.read((orm) => listIndexed(orm, generation, after, rowsAtOnce));
    for (const passage of rows) if (!strangers.delete(passage)) lost.push(passage);
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last;
    await setImmediate();
  }
  await inPieces(lost, deletedAtOnce, (piece) =>
    database.write((orm) => deleteIndexed(orm, generation, piece)),
  );
  if (strangers.size > 0) await client.removePassages(generation, [...strangers]);
  return lost.length;
}
