import { asc, desc, eq, inArray, sql } from 'drizzle-orm';
import type { RecallQuestion, RecallRun } from '../../../preload/contract/retrieval';
import type { Orm } from '../../storage/database';
import { recallQuestions, recallRuns } from '../../storage/schema';

/** Two of one millisecond are in the order they were written in. */
const rowid = sql`rowid`;

/** Oldest first. */
export function listRecallQuestions(orm: Orm): RecallQuestion[] {
  return orm.select().from(recallQuestions).orderBy(asc(recallQuestions.createdAt), asc(rowid)).all();
}

export function insertRecallQuestion(
  orm: Orm,
  question: RecallQuestion & { expectedDocumentId: string },
): void {
  orm.insert(recallQuestions).values(question).run();
}

/** Whether there was one. */
export function deleteRecallQuestion(orm: Orm, id: string): boolean {
  return orm.delete(recallQuestions).where(eq(recallQuestions.id, id)).run().changes > 0;
}

/** The newest ones, oldest first. */
export function listRecallRuns(orm: Orm, limit: number): RecallRun[] {
  return orm
    .select()
    .from(recallRuns)
    .orderBy(desc(recallRuns.createdAt), desc(rowid))
    .limit(limit)
    .all()
    .reverse();
}

/** Keeps the newest ones only. */
export function insertRecallRun(orm: Orm, run: RecallRun, mostKept: number): void {
  orm.insert(recallRuns).values(run).run();
  const superfluous = orm
    .select({ id: recallRuns.id })
    .from(recallRuns)
    .orderBy(desc(recallRuns.createdAt), desc(rowid))
    .limit(mostKept)
    .offset(mostKept)
    .all();
  if (superfluous.length === 0) return;
  orm
    .delete(recallRuns)
    .where(
      inArray(
        recallRuns.id,
        superfluous.map(({ id }) => id),
      ),
    )
    .run();
}
