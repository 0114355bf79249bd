import type { FootnoteDefinition, Nodes, RootContent } from 'mdast';
import type { Block } from './split/blocks';
import { toArray, type ChunkedList } from './split/chunkedList';

/** A footnote with the number under which the text refers to it. */
export interface Footnote {
  number: number;
  definition: FootnoteDefinition;
}

/** The footnotes of a whole answer. */
export interface Footnotes {
  list: readonly Footnote[];
  /** Number of each footnote, by its identifier. */
  numbers: ReadonlyMap<string, number>;
}

/**
 * Numbers the footnotes by the order in which the text, and then the footnotes, first refer to them; those that nothing
 * refers to come last, so that no text is lost. Null when the answer has none.
 */
export function collectFootnotes(blocks: ChunkedList<Block>): Footnotes | null {
  const definitions = new Map<string, FootnoteDefinition>();
  const referred = new Set<string>();
  walk(toArray(blocks).flatMap(nodesOf), definitions, referred);
  if (definitions.size === 0) return null;

  // A footnote that refers to another one adds that to the set, which this loop then reaches.
  for (const identifier of referred) {
    const definition = definitions.get(identifier);
    if (definition) walk(definition.children, definitions, referred);
  }
  const order = [...referred, ...definitions.keys()];
  const list = [...new Set(order)].flatMap((identifier) => definitions.get(identifier) ?? []);
  return {
    list: list.map((definition, index) => ({ number: index + 1, definition })),
    numbers: new Map(list.map((definition, index) => [definition.identifier, index + 1])),
  };
}

function nodesOf(block: Block): RootContent[] {
  switch (block.kind) {
    case 'leaf':
      return [block.node];
    case 'list':
      return toArray(block.finished).map((part) => part.node);
    case 'table':
      return [block.header, ...toArray(block.finished).map((part) => part.node)];
    case 'code':
      return [];
  }
}

/** Collects in reading order, leaving out what stands in footnotes. */
function walk(
  nodes: readonly Nodes[],
  definitions: Map<string, FootnoteDefinition>,
  referred: Set<string>,
): void {
  const pending = nodes.toReversed();
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.type === 'footnoteReference') referred.add(node.identifier);
    if (node.type === 'footnoteDefinition') {
      if (!definitions.has(node.identifier)) definitions.set(node.identifier, node);
    } else if ('children' in node) {
      pending.push(...node.children.toReversed());
    }
  }
}
