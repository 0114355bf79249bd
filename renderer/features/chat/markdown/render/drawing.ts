import { createContext } from 'react';
import type { Nodes } from 'mdast';
import type { Footnotes } from '../footnotes';

/** What every block of an answer is drawn with. Changes only when the reader searches for something else. */
export interface Drawing {
  /** Words to mark in the text, or null. */
  pattern: RegExp | null;
}

/** Where a block stands and how it is drawn. */
export interface FlowPlace {
  drawing: Drawing;
  /** How many blocks it stands in. */
  depth: number;
  /** More text may still change it. */
  isGrowing: boolean;
}

/** The footnotes of a finished answer; null while it is written. */
export const FootnotesContext = createContext<Footnotes | null>(null);

/** Deeper nesting is shown as its text: a hostile answer could else nest until the browser runs out of stack. */
export const MAX_DEPTH = 24;

/** All text in a node, however deep. */
export function plainText(node: Nodes): string {
  const texts: string[] = [];
  const pending: Nodes[] = [node];
  for (let current = pending.pop(); current; current = pending.pop()) {
    if ('value' in current) texts.push(current.value);
    else if ('alt' in current && current.alt) texts.push(current.alt);
    if ('children' in current) pending.push(...current.children.toReversed());
  }
  return texts.join('');
}
