import 'katex/dist/katex.min.css';
import { __renderToDomTree, type KatexOptions } from 'katex';

/** A node of the tree that KaTeX builds before it makes elements. */
interface KatexNode {
  attributes?: Record<string, string>;
  children?: readonly KatexNode[];
  toNode(): Node;
}

declare module 'katex' {
  export function __renderToDomTree(tex: string, options: KatexOptions): KatexNode;
}

/** A formula ready to be put into the page, or why it cannot be drawn. */
export type BuiltFormula = { toNode: () => Node } | { error: string };

/** Longer TeX is shown as source: nobody reads it as a formula, and KaTeX takes seconds for it. */
const MAX_TEX_LENGTH = 8000;

const options: KatexOptions = {
  output: 'htmlAndMathml',
  // Errors are caught here, because KaTeX would draw them with a style attribute, which the content security policy bans.
  throwOnError: true,
  // No \href, \includegraphics, \htmlData and the like.
  trust: false,
  strict: 'ignore',
  maxExpand: 500,
  maxSize: 20,
};

/**
 * Draws TeX as elements for the eye and MathML for screen readers. Elements are made one by one: nothing is parsed as
 * HTML, and lengths are set on the style object and not as an attribute.
 */
export function buildFormula(tex: string, isDisplay: boolean): BuiltFormula {
  if (tex.length > MAX_TEX_LENGTH) return { error: 'This formula is too long to be drawn.' };
  try {
    const tree = __renderToDomTree(tex, { ...options, displayMode: isDisplay });
    removeStyleAttributes(tree);
    return { toNode: () => tree.toNode() };
  } catch (error) {
    // Besides its own error, KaTeX runs out of stack on TeX that nests thousands of braces.
    return { error: error instanceof Error ? error.message : 'This formula cannot be drawn.' };
  }
}

/**
 * KaTeX writes a style attribute in three places (the width of tall brackets, which their parent repeats, and two in the
 * hidden MathML). They are taken off before the policy reports them.
 */
function removeStyleAttributes(tree: KatexNode): void {
  const pending: KatexNode[] = [tree];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.attributes) delete node.attributes.style;
    if (node.children) pending.push(...node.children);
  }
}
