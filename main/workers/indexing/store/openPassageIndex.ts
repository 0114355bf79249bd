import { mkdir, rm } from 'node:fs/promises';
import { LoamError } from '../../../../preload/contract/errors';
import type { OpenedIndex } from '../protocol';
import {
  indexFormatVersion,
  type IndexMetadata,
  readIndexMetadata,
  writeIndexMetadata,
} from './indexMetadata';
import { failedOpenings, noteOpened, noteOpening } from './openingAttempts';
import { PassageIndex } from './passageIndex';
import { tryOut } from './passageSearch';
import { createPassageTable, ensureFixedIndexes, openPassageTable, readPassageNumbers } from './passageTable';
import { explainStoreError, isIndexDamaged } from './storeErrors';

export interface ExpectedIndex {
  embedderId: string;
  dimensions: number;
  access: 'write' | 'read';
}

export interface OpenedPassageIndex extends OpenedIndex {
  index: PassageIndex;
}

type Opened = Pick<OpenedPassageIndex, 'index' | 'passages'>;

/** One may be a kill in the wrong moment. */
const mostFailedOpenings = 2;

/**
 * Opens the index in a folder and tries it. Where there is none, it is damaged, or it was made by another embedder or
 * another version, an empty one takes its place: what was in it can be embedded again.
 *
 * @throws LoamError storage/*; index/damaged when it would have to be made anew and `access` is `read`
 */
export async function openPassageIndex(folder: string, expected: ExpectedIndex): Promise<OpenedPassageIndex> {
  const metadata = await readIndexMetadata(folder);
  const reason = reasonForNew(metadata, expected);
  if (reason === null) {
    const opened = await openUnlessDamaged(folder, metadata as IndexMetadata, expected);
    if (opened) return { ...opened, replaced: null };
  }
  if (expected.access === 'read') throw notThere();
  return { ...(await makeAnew(folder, expected)), replaced: reason ?? 'damaged' };
}

/** Deletes an index; fine when there is none. */
export async function deletePassageIndex(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

function reasonForNew(
  metadata: IndexMetadata | 'unreadable' | null,
  { embedderId, dimensions }: ExpectedIndex,
): OpenedIndex['replaced'] {
  if (metadata === null) return 'missing';
  if (metadata === 'unreadable') return 'damaged';
  const isSame =
    metadata.formatVersion === indexFormatVersion &&
    metadata.embedderId === embedderId &&
    metadata.dimensions === dimensions;
  return isSame ? null : 'other-embedder';
}

/** Null when it is damaged. */
async function openUnlessDamaged(
  folder: string,
  metadata: IndexMetadata,
  expected: ExpectedIndex,
): Promise<Opened | null> {
  try {
    if (expected.access === 'read') return await openExisting(folder, metadata, expected);
    const failed = await failedOpenings(folder);
    if (failed >= mostFailedOpenings) return null;
    await noteOpening(folder, failed);
    const opened = await openExisting(folder, metadata, expected);
    await noteOpened(folder);
    return opened;
  } catch (error) {
    const explained = explainStoreError(error);
    if (isIndexDamaged(explained)) return null;
    throw explained;
  }
}

async function openExisting(
  folder: string,
  metadata: IndexMetadata,
  { access }: ExpectedIndex,
): Promise<Opened> {
  const table = await openPassageTable(folder, metadata.dimensions);
  if (access === 'write') await ensureFixedIndexes(table);
  const passages = await readPassageNumbers(table);
  if (new Set(passages).size !== passages.length) throw new Error('A passage is stored twice.');
  await tryOut(table, { ...metadata, rows: passages.length });
  return { index: new PassageIndex({ folder, table, metadata, passages }), passages };
}

async function makeAnew(folder: string, { embedderId, dimensions }: ExpectedIndex): Promise<Opened> {
  try {
    await deletePassageIndex(folder);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const table = await createPassageTable(folder, dimensions);
    const metadata = { formatVersion: indexFormatVersion, embedderId, dimensions, trainedRows: null };
    await writeIndexMetadata(folder, metadata);
    return { index: new PassageIndex({ folder, table, metadata, passages: [] }), passages: [] };
  } catch (error) {
    throw cannotBeMade(error);
  }
}

/** A folder that was just made cannot be damaged: whatever is wrong is the disk's. */
function cannotBeMade(error: unknown): unknown {
  const explained = explainStoreError(error);
  if (!isIndexDamaged(explained)) return explained;
  return new LoamError(
    'storage/unwritable',
    'The search index could not be made in the data folder. Check its disk, then try again.',
    { retryable: true, cause: error },
  );
}

function notThere(): LoamError {
  return new LoamError(
    'index/damaged',
    'The search index cannot be read right now. The Loam that is open makes it again from your documents; try again in a moment.',
    { retryable: true },
  );
}
