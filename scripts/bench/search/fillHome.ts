import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { systemClock } from '../../../main/clock';
import { type CorePaths, corePaths } from '../../../main/paths';
import type { Orm } from '../../../main/storage/database';
import { openDatabase } from '../../../main/storage/openDatabase';
import {
  collections,
  documents,
  indexedPassages,
  indexGenerations,
  passages,
  sources,
} from '../../../main/storage/schema';
import { openPassageIndex } from '../../../main/workers/indexing/store/openPassageIndex';
import type { PassageRow } from '../../../main/workers/indexing/store/passageTable';

const passagesADocument = 10;
const rowsAtOnce = 2_000;

export const benchCollectionId = 'bench';

/** A data folder as it is once so many passages are indexed, written by the app's own code for its tables and its index. */
export async function fillHome(
  home: string,
  filled: Iterable<{ text: string; vector: Float32Array }>,
  embedder: { id: string; dimensions: number },
): Promise<{ indexFolder: string; passages: number }> {
  const paths: CorePaths = corePaths(home, '/');
  const database = await openDatabase({
    file: paths.databaseFile,
    backupFolder: paths.backupFolder,
    clock: systemClock,
  });
  try {
    const { source, generation } = database.write((orm) => insertSource(orm, embedder));
    const indexFolder = join(paths.indexFolder, `generation-${generation}`);
    const { index } = await openPassageIndex(indexFolder, {
      embedderId: embedder.id,
      dimensions: embedder.dimensions,
      access: 'write',
    });
    let rows: PassageRow[] = [];
    let count = 0;
    const flush = async (): Promise<void> => {
      database.write((orm) => insertPassages(orm, source, generation, rows));
      await index.add(rows);
      rows = [];
    };
    for (const { text, vector } of filled) {
      count += 1;
      rows.push({ passage: count, document: Math.ceil(count / passagesADocument), source, text, vector });
      if (rows.length === rowsAtOnce) await flush();
    }
    await flush();
    await index.optimise();
    await index.close();
    return { indexFolder, passages: count };
  } finally {
    database.close();
  }
}

function insertSource(
  orm: Orm,
  { id, dimensions }: { id: string; dimensions: number },
): { source: number; generation: number } {
  orm.insert(collections).values({ id: benchCollectionId, name: 'Bench', createdAt: 1 }).run();
  const { source } = orm
    .insert(sources)
    .values({
      id: randomUUID(),
      collectionId: benchCollectionId,
      kind: 'folder',
      // A drive that is not there: what was indexed of it stays searchable.
      path: join('/', 'loam-bench-not-there'),
      excludes: [],
      isWatched: false,
      addedAt: 1,
      problem: null,
    })
    .returning({ source: sources.sequence })
    .get();
  const { generation } = orm
    .insert(indexGenerations)
    .values({ embedderId: id, dimensions, state: 'serving', createdAt: 1 })
    .returning({ generation: indexGenerations.id })
    .get();
  return { source, generation };
}

function insertPassages(orm: Orm, source: number, generation: number, rows: readonly PassageRow[]): void {
  for (const { passage, document, text } of rows) {
    const ordinal = (passage - 1) % passagesADocument;
    if (ordinal === 0) insertDocument(orm, source, document);
    orm
      .insert(passages)
      .values({
        sequence: passage,
        documentSequence: document,
        revision: 1,
        ordinal,
        kind: 'text',
        text,
        startOffset: 0,
        endOffset: text.length,
        tokens: 200,
        place: { page: null, slide: null, sheet: null, headingPath: [] },
        tableHeader: null,
      })
      .run();
    orm.insert(indexedPassages).values({ generationId: generation, passageSequence: passage }).run();
  }
}

function insertDocument(orm: Orm, source: number, document: number): void {
  orm
    .insert(documents)
    .values({
      sequence: document,
      id: randomUUID(),
      sourceSequence: source,
      path: `/loam-bench-not-there/${document}.md`,
      name: `${document}.md`,
      state: 'done',
      error: null,
      revision: 1,
      passages: passagesADocument,
      queuedAt: 1,
      indexedAt: 1,
    })
    .run();
}
