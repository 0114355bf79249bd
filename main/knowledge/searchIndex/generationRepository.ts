import { and, asc, count, eq, gt, inArray, isNull, max, sql, sum } from 'drizzle-orm';
import type { Orm } from '../../storage/database';
import { documents, indexedPassages, indexGenerations, passages } from '../../storage/schema';

export interface Generation {
  id: number;
  embedderId: string;
  dimensions: number;
  state: 'building' | 'serving' | 'retired';
}

const columns = {
  id: indexGenerations.id,
  embedderId: indexGenerations.embedderId,
  dimensions: indexGenerations.dimensions,
  state: indexGenerations.state,
};

/** There is at most one of the first two states. */
export function findGeneration(orm: Orm, state: Generation['state']): Generation | undefined {
  return orm
    .select(columns)
    .from(indexGenerations)
    .where(eq(indexGenerations.state, state))
    .orderBy(asc(indexGenerations.id))
    .limit(1)
    .get();
}

export function listGenerations(orm: Orm): Generation[] {
  return orm.select(columns).from(indexGenerations).all();
}

export function insertGeneration(
  orm: Orm,
  generation: Omit<Generation, 'id'>,
  createdAt: number,
): Generation {
  return orm
    .insert(indexGenerations)
    .values({ ...generation, createdAt })
    .returning(columns)
    .get();
}

export function setGenerationState(orm: Orm, id: number, state: Generation['state']): void {
  orm.update(indexGenerations).set({ state }).where(eq(indexGenerations.id, id)).run();
}

/** Only once its passages are deleted: as a cascade, that would take too long at once. */
export function deleteGeneration(orm: Orm, id: number): void {
  orm.delete(indexGenerations).where(eq(indexGenerations.id, id)).run();
}

export function countIndexed(orm: Orm, generation: number): number {
  const counted = orm
    .select({ passages: count() })
    .from(indexedPassages)
    .where(eq(indexedPassages.generationId, generation))
    .get();
  return counted?.passages ?? 0;
}

/** Whether an index holds any passage. */
export function hasIndexed(orm: Orm, generation: number): boolean {
  const some = orm
    .select({ one: sql`1` })
    .from(indexedPassages)
    .where(eq(indexedPassages.generationId, generation))
    .limit(1)
    .get();
  return some !== undefined;
}

/** Whether any passage can be searched. */
export function hasSearchable(orm: Orm): boolean {
  const some = orm
    .select({ one: sql`1` })
    .from(documents)
    .where(and(isNull(documents.removedAt), gt(documents.revision, 0), gt(documents.passages, 0)))
    .limit(1)
    .get();
  return some !== undefined;
}

/** The number of the passage that was read last; 0 where there is none. */
export function newestPassage(orm: Orm): number {
  const newest = orm
    .select({ sequence: max(passages.sequence) })
    .from(passages)
    .get();
  return newest?.sequence ?? 0;
}

/** Passages of all documents that can be searched. */
export function countSearchable(orm: Orm): number {
  const summed = orm
    .select({ passages: sum(documents.passages) })
    .from(documents)
    .where(and(isNull(documents.removedAt), gt(documents.revision, 0)))
    .get();
  return Number(summed?.passages ?? 0);
}

/** Passages that the table says are in an index, in their order, from the one after `after`. */
export function listIndexed(orm: Orm, generation: number, after: number, limit: number): number[] {
  return orm
    .select({ passage: indexedPassages.passageSequence })
    .from(indexedPassages)
    .where(and(eq(indexedPassages.generationId, generation), gt(indexedPassages.passageSequence, after)))
    .orderBy(asc(indexedPassages.passageSequence))
    .limit(limit)
    .all()
    .map(({ passage }) => passage);
}

export function deleteIndexed(orm: Orm, generation: number, passages: readonly number[]): void {
  orm
    .delete(indexedPassages)
    .where(
      and(
        eq(indexedPassages.generationId, generation),
        inArray(indexedPassages.passageSequence, [...passages]),
      ),
    )
    .run();
}

/** In every index. */
export function deleteIndexedEverywhere(orm: Orm, passages: readonly number[]): void {
  orm
    .delete(indexedPassages)
    .where(inArray(indexedPassages.passageSequence, [...passages]))
    .run();
}
