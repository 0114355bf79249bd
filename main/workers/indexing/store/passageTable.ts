import * as lancedb from '@lancedb/lancedb';
import { Field, FixedSizeList, Float32, Int32, Schema, Utf8 } from 'apache-arrow';

export type PassageTable = lancedb.Table;

/** A passage as it is stored: all numbers are the database's sequences. */
export interface PassageRow {
  passage: number;
  document: number;
  source: number;
  /** What the full-text search reads. */
  text: string;
  /** Of unit length. */
  vector: Float32Array;
}

const tableName = 'passages';
/** How old a reader's view may be: another process may be the one that writes. */
const readConsistencySeconds = 1;
/**
 * Caches of all tables of this process. The library's own bounds, 6 GiB and 1 GiB, would keep what each write
 * leaves behind for as long as the process lives.
 */
const session = new lancedb.Session(BigInt(512 * 1024 ** 2), BigInt(32 * 1024 ** 2));

function passageSchema(dimensions: number): Schema {
  return new Schema([
    new Field('passage', new Int32(), false),
    new Field('document', new Int32(), false),
    new Field('source', new Int32(), false),
    new Field('text', new Utf8(), false),
    new Field('vector', new FixedSizeList(dimensions, new Field('item', new Float32(), true)), false),
  ]);
}

/** Makes an empty table that can be searched at once. */
export async function createPassageTable(folder: string, dimensions: number): Promise<PassageTable> {
  const connection = await connect(folder);
  const table = await connection.createEmptyTable(tableName, passageSchema(dimensions));
  await ensureFixedIndexes(table);
  return table;
}

/** @throws Error where there is no such table, or none that can be read */
export async function openPassageTable(folder: string, dimensions: number): Promise<PassageTable> {
  const connection = await connect(folder);
  const table = await connection.openTable(tableName);
  const schema = await table.schema();
  // Compared as text: the library brings an Arrow of its own, whose classes are not ours.
  if (schema.toString() !== passageSchema(dimensions).toString()) {
    throw new Error(`Another table than expected: ${schema.toString()}`);
  }
  return table;
}

/** The indexes that every table has from its beginning. */
export async function ensureFixedIndexes(table: PassageTable): Promise<void> {
  const columns = (await table.listIndices()).flatMap(({ columns }) => columns);
  // The defaults stem English words and leave its stop words out: measured better than words as they are.
  if (!columns.includes('text')) await table.createIndex('text', { config: lancedb.Index.fts() });
  // A filter for a few documents then reads their rows rather than all.
  for (const column of ['passage', 'document', 'source']) {
    if (!columns.includes(column)) await table.createIndex(column, { config: lancedb.Index.btree() });
  }
}

/** Every passage that is stored, in no order. */
export async function readPassageNumbers(table: PassageTable): Promise<number[]> {
  const passages: number[] = [];
  for await (const batch of table.query().select(['passage'])) {
    const column = batch.getChild('passage');
    if (!column) throw new Error('The column of passages is missing.');
    for (const passage of column) passages.push(Number(passage));
  }
  return passages;
}

function connect(folder: string): Promise<lancedb.Connection> {
  return lancedb.connect(folder, { readConsistencyInterval: readConsistencySeconds }, session);
}
