import type { ElementContent, RootContent } from 'hast';
import { common, createLowlight } from 'lowlight';

/** A run of code in one colour. */
export interface CodeToken {
  text: string;
  /** Class names of the syntax theme, or null for plain code. */
  className: string | null;
}

const lowlight = createLowlight(common);

/** The only class names that reach the page: scopes of the grammars, as `hljs-title` and `function_`. */
const scopeClass = /^(?:hljs-[a-z-]+|[a-z]+_)$/;

/** Cuts code into coloured runs; null for a language no grammar is known for. */
export function tokenizeCode(language: string, code: string): CodeToken[] | null {
  if (!lowlight.registered(language)) return null;
  const tokens: CodeToken[] = [];
  collectTokens(lowlight.highlight(language, code).children, null, tokens);
  return tokens;
}

/** The innermost scope decides the colour, so nested scopes become a flat row of runs. */
function collectTokens(
  nodes: readonly (RootContent | ElementContent)[],
  className: string | null,
  tokens: CodeToken[],
): void {
  for (const node of nodes) {
    if (node.type === 'text') {
      const last = tokens[tokens.length - 1];
      if (last?.className === className) last.text += node.value;
      else tokens.push({ text: node.value, className });
    } else if (node.type === 'element') {
      collectTokens(node.children, scopeOf(node.properties.className) ?? className, tokens);
    }
  }
}

function scopeOf(classNames: unknown): string | null {
  if (!Array.isArray(classNames)) return null;
  const scopes = classNames.filter((name) => typeof name === 'string' && scopeClass.test(name));
  return scopes.length > 0 ? scopes.join(' ') : null;
}

/** Deals the tokens out to pieces of `lineCount` lines, each with the line ending that ends it. */
export function splitTokens(tokens: readonly CodeToken[], lineCount: number): CodeToken[][] {
  const pieces: CodeToken[][] = [[]];
  let lineEndings = 0;
  for (const { text, className } of tokens) {
    let start = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) {
      if (++lineEndings % lineCount !== 0) continue;
      addToken(pieces, { text: text.slice(start, end + 1), className });
      pieces.push([]);
      start = end + 1;
    }
    addToken(pieces, { text: text.slice(start), className });
  }
  return pieces;
}

function addToken(pieces: CodeToken[][], token: CodeToken): void {
  const piece = pieces[pieces.length - 1];
  const last = piece?.[piece.length - 1];
  if (last?.className === token.className) last.text += token.text;
  else if (token.text !== '') piece?.push(token);
}
