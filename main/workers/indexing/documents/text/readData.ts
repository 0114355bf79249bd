import type { DocumentReader } from '../documentReader';
import { EntryBlocks } from './entryBlocks';
import { readVerbatim } from './readText';
import { RowBlocks } from './rowBlocks';

/** Comma-separated values, or separated by what the first line is: a block a row. */
export const readCsv: DocumentReader = (input) => readVerbatim(input, new RowBlocks());

/** JSON and JSON Lines: a block an entry, or several short ones. */
export const readJson: DocumentReader = (input) => readVerbatim(input, new EntryBlocks());
