import type { Block, ListBlock, Part, TableBlock } from './blocks';
import { append, emptyList, toArray, type ChunkedList } from './chunkedList';

/**
 * The `fresh` blocks, with every block or part that equals the one shown before replaced by that very object, so that
 * React leaves it alone.
 */
export function reuseEqualBlocks(fresh: ChunkedList<Block>, shown: ChunkedList<Block>): ChunkedList<Block> {
  const shownByKey = new Map(toArray(shown).map((block) => [block.key, block]));
  const blocks = toArray(fresh).map((block) => {
    const before = shownByKey.get(block.key);
    if (before && isEqual(before, block)) return before;
    if (block.kind === 'list' && before?.kind === 'list') return reuseParts<ListBlock>(block, before);
    if (block.kind === 'table' && before?.kind === 'table') return reuseParts<TableBlock>(block, before);
    return block;
  });
  return append(emptyList, blocks);
}

function reuseParts<T extends ListBlock | TableBlock>(fresh: T, shown: T): T {
  const shownByKey = new Map(toArray<Part<unknown>>(shown.finished).map((part) => [part.key, part]));
  const parts = toArray<Part<unknown>>(fresh.finished).map((part) => {
    const before = shownByKey.get(part.key);
    return before && isEqual(before, part) ? before : part;
  });
  return { ...fresh, finished: append(emptyList, parts) };
}

/** Blocks are plain data built in one place, so equal ones have their properties in the same order. */
function isEqual(first: unknown, second: unknown): boolean {
  return JSON.stringify(first) === JSON.stringify(second);
}
