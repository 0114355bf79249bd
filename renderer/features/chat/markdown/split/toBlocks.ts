import type { List, Node, Parent, RootContent, Table, TableRow } from 'mdast';
import type { Block, ListBlock, Part, TableBlock } from './blocks';
import { append, emptyList, type ChunkedList } from './chunkedList';
import { splitIntoPieces } from './codePieces';
import { startOf } from './lines';

/** How parsed nodes become blocks. */
export interface BlockOptions {
  /** What to add to an offset of a node to get its offset in the answer. */
  shift: number;
  isGrowing: boolean;
  /** The list or table that the first node continues. */
  open: ListBlock | TableBlock | null;
  /** How many items or rows of the first node are finished although the node may grow. Default 0. */
  settledParts?: number;
}

/**
 * The blocks to draw for parsed nodes, which lose their positions by it. Link definitions draw nothing and yield none.
 */
export function toBlocks(nodes: readonly RootContent[], options: BlockOptions): Block[] {
  const forOthers: BlockOptions = { ...options, open: null, settledParts: 0 };
  return nodes.flatMap((node, index) => toBlock(node, index === 0 ? options : forOthers));
}

function toBlock(node: RootContent, options: BlockOptions): Block[] {
  const { isGrowing } = options;
  const key = startOf(node) + options.shift;
  switch (node.type) {
    case 'definition':
      return [];
    case 'code': {
      const pieces = splitIntoPieces(node.value);
      return [{ kind: 'code', key, isGrowing, language: node.lang ?? null, pieces }];
    }
    case 'list':
      return [toListBlock(node, key, options)];
    case 'table':
      return [toTableBlock(node, key, options)];
    default:
      return [{ kind: 'leaf', key, isGrowing, node: withoutPositions(node) }];
  }
}

function toListBlock(node: List, key: number, options: BlockOptions): ListBlock {
  const { isGrowing, open } = options;
  const begun: ListBlock =
    open?.kind === 'list'
      ? open
      : {
          kind: 'list',
          key,
          isGrowing,
          isOrdered: node.ordered ?? false,
          start: node.start ?? 1,
          finished: emptyList,
          growing: [],
        };
  return { ...begun, isGrowing, ...addParts(begun.finished, node.children, options) };
}

function toTableBlock(node: Table, key: number, options: BlockOptions): TableBlock {
  const { isGrowing, open } = options;
  const [header, ...rows] = node.children;
  const begun: TableBlock =
    open?.kind === 'table'
      ? open
      : {
          kind: 'table',
          key,
          isGrowing,
          align: node.align ?? [],
          header: withoutPositions<TableRow>(header ?? { type: 'tableRow', children: [] }),
          finished: emptyList,
          growing: [],
        };
  return { ...begun, isGrowing, ...addParts(begun.finished, rows, options) };
}

function addParts<T extends Node>(
  finished: ChunkedList<Part<T>>,
  nodes: readonly T[],
  { shift, isGrowing, settledParts = 0 }: BlockOptions,
): { finished: ChunkedList<Part<T>>; growing: Part<T>[] } {
  const parts = nodes.map((node, index): Part<T> => {
    const key = startOf(node) + shift;
    return { key, isGrowing: isGrowing && index >= settledParts, node: withoutPositions(node) };
  });
  return {
    finished: append(
      finished,
      parts.filter((part) => !part.isGrowing),
    ),
    growing: parts.filter((part) => part.isGrowing),
  };
}

/**
 * Forgets where a node and all below it stood: nothing needs it once the block is cut, and without it the same
 * Markdown gives the same block wherever it was parsed.
 */
function withoutPositions<T extends Node>(node: T): T {
  const pending: Node[] = [node];
  for (let current = pending.pop(); current; current = pending.pop()) {
    delete current.position;
    if (isParent(current)) pending.push(...current.children);
  }
  return node;
}

function isParent(node: Node): node is Parent {
  return 'children' in node;
}
