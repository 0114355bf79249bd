import { onTestFinished } from 'vitest';
import { z } from 'zod';
import type { Database, Orm } from '../../main/storage/database';
import { openSqlite } from '../../main/storage/sqliteDriver';

/** Runs queries and returns how SQLite would run each of their statements. */
export function explainQueries(database: Database, queries: (orm: Orm) => unknown): string[] {
  const statements: string[] = [];
  database.write((orm) => {
    // Drizzle hands every statement to its session, so that is where they are read.
    const session = Reflect.get(orm, 'session') as StatementSource;
    const prepareQuery = session.prepareQuery.bind(session);
    session.prepareQuery = (parts, ...rest) => {
      statements.push(inlineParameters(parts));
      return prepareQuery(parts, ...rest);
    };
    queries(orm);
    session.prepareQuery = prepareQuery;
  });
  // A connection of its own: libsql leaves an EXPLAIN open, which would block the next commit.
  const connection = openSqlite(database.file, database.driver);
  onTestFinished(() => {
    connection.close();
  });
  return statements.flatMap((statement) =>
    planSchema.parse(connection.prepare(`EXPLAIN QUERY PLAN ${statement}`).all()).map((row) => row.detail),
  );
}

const planSchema = z.array(z.object({ detail: z.string() }));

interface StatementSource {
  prepareQuery(parts: StatementParts, ...rest: unknown[]): unknown;
}

interface StatementParts {
  sql: string;
  params: unknown[];
}

function inlineParameters({ sql: statement, params }: StatementParts): string {
  let index = 0;
  return statement.replaceAll('?', () => {
    const value = params[index++];
    return typeof value === 'number' ? String(value) : `'${String(value)}'`;
  });
}
