import type {
  Definition,
  Image,
  ImageReference,
  Link,
  LinkReference,
  Nodes,
  Parents,
  RootContent,
} from 'mdast';
import { fromMarkdown, type Options } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { limitNesting } from './limitNesting';
import { mathFromMarkdown, mathSyntax } from './mathSyntax';

/** A parsed piece of Markdown. */
export interface ParsedMarkdown {
  /** The blocks, with the offsets they have in the piece; link and image references are already plain links and images. */
  blocks: RootContent[];
  /** Whether it defines links or footnotes, which text elsewhere in the answer may refer to. */
  hasDefinitions: boolean;
}

const parserOptions: Options = {
  extensions: [
    // One tilde is how people write "about": `~5 to ~10` is no strikethrough.
    gfm({ singleTilde: false }),
    mathSyntax,
    // There is no HTML here: without this, `<div>` would also keep the Markdown after it from being read.
    { disable: { null: ['htmlFlow'] } },
  ],
  mdastExtensions: [gfmFromMarkdown(), mathFromMarkdown],
};

/** Parses GFM with formulas. Never throws: every text is Markdown. */
export function parseMarkdown(text: string): ParsedMarkdown {
  const root = fromMarkdown(limitNesting(text), parserOptions);
  const definitions = new Map<string, Definition>();
  const references: { parent: Parents; index: number; reference: LinkReference | ImageReference }[] = [];
  let hasDefinitions = false;

  // Not recursive, because a hostile answer may nest deeper than the stack.
  const pending: Nodes[] = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.type === 'definition' || node.type === 'footnoteDefinition') hasDefinitions = true;
    if (node.type === 'definition' && !definitions.has(node.identifier)) {
      definitions.set(node.identifier, node);
    }
    if (!('children' in node)) continue;
    for (let index = node.children.length - 1; index >= 0; index--) {
      const child = node.children[index];
      if (!child) continue;
      if (child.type === 'linkReference' || child.type === 'imageReference') {
        references.push({ parent: node, index, reference: child });
      }
      pending.push(child);
    }
  }

  for (const { parent, index, reference } of references) {
    const definition = definitions.get(reference.identifier);
    if (definition) parent.children.splice(index, 1, resolveReference(reference, definition));
  }
  return { blocks: root.children, hasDefinitions };
}

function resolveReference(reference: LinkReference | ImageReference, definition: Definition): Link | Image {
  const target = { url: definition.url, title: definition.title ?? null };
  return reference.type === 'linkReference'
    ? { type: 'link', ...target, children: reference.children }
    : { type: 'image', ...target, alt: reference.alt ?? null };
}
