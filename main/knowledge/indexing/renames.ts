import { stat } from 'node:fs/promises';
import { and, eq, ne, sql } from 'drizzle-orm';
import type { Database } from '../../storage/database';
import { documents } from '../../storage/schema';
import type { FileIdentity } from '../../workers/indexing/protocol';
import type { QueuedDocument } from './queueRepository';

/**
 * Recognises a new file as one whose own is gone: same source, same content. The old document then goes on under the new
 * path with its id and its passages, and nothing is embedded again. Returns whether it was one.
 */
export async function takeOverRenamed(
  database: Database,
  document: QueuedDocument,
  identity: FileIdentity,
): Promise<boolean> {
  // One that was read before has an identity of its own.
  if (document.revision > 0) return false;
  const candidates = database.read((orm) =>
    orm
      .select({ sequence: documents.sequence, path: documents.path, removedAt: documents.removedAt })
      .from(documents)
      .where(
        and(
          eq(documents.contentSha256, identity.sha256),
          eq(documents.sourceSequence, document.sourceSequence),
          eq(documents.format, identity.format),
          ne(documents.sequence, document.sequence),
          sql`${documents.revision} > 0`,
        ),
      )
      .limit(20)
      .all(),
  );
  for (const { sequence, path, removedAt } of candidates) {
    // The new name may be noticed before the old one is.
    if (removedAt === null && (await isThere(path))) continue;
    const isTakenOver = database.write((orm) => {
      // It may be one whose passages are being deleted by now.
      const isWhole = and(eq(documents.sequence, sequence), eq(documents.contentSha256, identity.sha256));
      if (orm.select({ path: documents.path }).from(documents).where(isWhole).get() === undefined)
        return false;
      orm.delete(documents).where(eq(documents.sequence, document.sequence)).run();
      orm
        .update(documents)
        .set({
          path: document.path,
          name: document.name,
          bytes: identity.bytes,
          modifiedMs: Math.floor(identity.modifiedMs),
          state: 'done',
          error: null,
          removedAt: null,
        })
        .where(eq(documents.sequence, sequence))
        .run();
      return true;
    });
    if (isTakenOver) return true;
  }
  return false;
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
