import type { Nodes } from 'mdast';
import { describe, expect, it } from 'vitest';
import { parseMarkdown } from './parseMarkdown';

/** The formulas in a text, in order: `inline:`, `display:` (in a paragraph), `block:` or `open:` and the TeX. */
function formulasIn(text: string): string[] {
  const formulas: string[] = [];
  const visit = (node: Nodes): void => {
    if (node.type === 'math') formulas.push(`${node.data.isUnclosed ? 'open' : 'block'}:${node.value}`);
    if (node.type === 'inlineMath')
      formulas.push(`${node.data.isDisplay ? 'display' : 'inline'}:${node.value}`);
    if ('children' in node) node.children.forEach(visit);
  };
  parseMarkdown(text).blocks.forEach(visit);
  return formulas;
}

describe('formulas inside a paragraph', () => {
  it.each([
    ['$x$ and $y^2$.', ['inline:x', 'inline:y^2']],
    ['\\(a\\) and \\[b\\] c', ['inline:a', 'display:b']],
    ['a $$x$$ b', ['display:x']],
    ['$a\nb$', ['inline:a\nb']],
    ['$\\$5$', ['inline:\\$5']],
    ['\\(x \\\\\\) y', ['inline:x \\\\']],
    ['*a $x*y$ b*', ['inline:x*y']],
    ['| $a$ |\n|---|\n| \\(b\\) |', ['inline:a', 'inline:b']],
  ])('reads %j', (text, formulas) => {
    expect(formulasIn(text)).toEqual(formulas);
  });

  it.each([
    'costs $5 and $10',
    'from $5, or even US$20',
    'a `$HOME` and $5 `x$`',
    '$ x $',
    '$$$x$$$',
    '\\\\(x\\\\)',
    '\\$x$',
    '\\(a',
    'a $$',
  ])('finds none in %j', (text) => {
    expect(formulasIn(text)).toEqual([]);
  });

  it('takes a price before a formula for a price', () => {
    expect(formulasIn('It costs $5 for one; with $n$ of them')).toEqual(['inline:n']);
  });
});

describe('formulas on lines of their own', () => {
  it.each([
    ['$$\nx\n\ny\n$$\nafter', ['block:x\n\ny']],
    ['$$x$$', ['block:x']],
    ['\\[ b \\]', ['block:b']],
    ['\\[\n- a\n= b\n\\]', ['block:- a\n= b']],
    ['text\n\\[\nx\n\\]\nmore', ['block:x']],
    ['$$\\begin{a}\nx\n\\end{a}$$', ['block:\\begin{a}\nx\n\\end{a}']],
    ['1. item\n   $$\n   x\n   $$\n2. b', ['block:x']],
    ['> $$\n> x\n> $$\n> y', ['block:x']],
    ['\\[\nx\n\\].', ['block:x\n.']],
  ])('reads %j', (text, formulas) => {
    expect(formulasIn(text)).toEqual(formulas);
  });

  it('marks one that is never closed', () => {
    expect(formulasIn('$$\nx = 1\n\ny')).toEqual(['open:x = 1\n\ny']);
  });

  it('ends one that began beside its opening at a blank line, so that it cannot swallow the answer', () => {
    expect(formulasIn('$$ x = 1\n\nnext')).toEqual(['open:x = 1']);
  });

  it('leaves text alone that only begins with two dollars', () => {
    expect(formulasIn('$$ is the process id')).toEqual([]);
  });

  it('ends with the quote it stands in', () => {
    expect(formulasIn('> $$\n> x\n\nafter $y$')).toEqual(['open:x', 'inline:y']);
  });
});
