import { and, asc, eq, exists, gt, inArray, isNull, sql } from 'drizzle-orm';
import type { Orm } from '../../storage/database';
import { documents, indexedPassages, indexGenerations, passages } from '../../storage/schema';
import { passageContext } from '../../workers/indexing/passages/passageContext';
import type { PassageToIndex } from '../../workers/indexing/protocol';

/** Where a walk over all passages has come to. */
export interface WalkPosition {
  document: number;
  ordinal: number;
}

export interface WalkedPassage extends WalkPosition {
  passage: number;
  isIndexed: boolean;
}

export const walkStart: WalkPosition = { document: 0, ordinal: -1 };

/** The next passages that can be searched, and whether an index holds them. Reads indexes only, never their texts. */
export function walkSearchable(
  orm: Orm,
  generation: number,
  after: WalkPosition,
  limit: number,
): WalkedPassage[] {
  const isIndexed = exists(
    orm
      .select({ one: sql`1` })
      .from(indexedPassages)
      .where(
        and(
          eq(indexedPassages.generationId, generation),
          eq(indexedPassages.passageSequence, passages.sequence),
        ),
      ),
  );
  return orm
    .select({
      passage: passages.sequence,
      document: documents.sequence,
      ordinal: passages.ordinal,
      isIndexed: sql<number>`${isIndexed}`.mapWith(Boolean),
    })
    .from(documents)
    .innerJoin(
      passages,
      and(eq(passages.documentSequence, documents.sequence), eq(passages.revision, documents.revision)),
    )
    .where(
      and(
        isNull(documents.removedAt),
        gt(documents.sequence, after.document - 1),
        sql`(${documents.sequence}, ${passages.ordinal}) > (${after.document}, ${after.ordinal})`,
      ),
    )
    .orderBy(asc(documents.sequence), asc(passages.ordinal))
    .limit(limit)
    .all();
}

/** Passages with what is embedded and stored of them; those that are gone are left out. */
export function readPassagesToIndex(orm: Orm, sequences: readonly number[]): PassageToIndex[] {
  return orm
    .select({
      passage: passages.sequence,
      document: passages.documentSequence,
      source: documents.sourceSequence,
      text: passages.text,
      place: passages.place,
      tableHeader: passages.tableHeader,
    })
    .from(passages)
    .innerJoin(documents, eq(documents.sequence, passages.documentSequence))
    .where(inArray(passages.sequence, [...sequences]))
    .all()
    .map(({ place, tableHeader, ...passage }) => ({
      ...passage,
      context: passageContext(place, tableHeader),
    }));
}

/**
 * Notes what an index holds now. Returns those of the passages that were deleted meanwhile; null when it is another index
 * that counts by now, and nothing was noted.
 */
export function markIndexed(
  orm: Orm,
  generation: { id: number; state: 'building' | 'serving' },
  sequences: readonly number[],
): number[] | null {
  const { id, state } = generation;
  const found = orm
    .select({ state: indexGenerations.state })
    .from(indexGenerations)
    .where(eq(indexGenerations.id, id))
    .get();
  // A complete one has become the one that serves: what was written into it counts.
  if (!found || (found.state !== state && found.state !== 'serving')) return null;
  const there = new Set(
    orm
      .select({ sequence: passages.sequence })
      .from(passages)
      .where(inArray(passages.sequence, [...sequences]))
      .all()
      .map(({ sequence }) => sequence),
  );
  if (there.size > 0) {
    orm
      .insert(indexedPassages)
      .values([...there].map((passageSequence) => ({ generationId: id, passageSequence })))
      .onConflictDoNothing()
      .run();
  }
  return sequences.filter((sequence) => !there.has(sequence));
}
