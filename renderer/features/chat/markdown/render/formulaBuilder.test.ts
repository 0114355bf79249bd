// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { buildFormula } from './formulaBuilder';

function draw(tex: string): HTMLElement {
  const formula = buildFormula(tex, true);
  if ('error' in formula) throw new Error(formula.error);
  const box = document.createElement('div');
  box.append(formula.toNode());
  return box;
}

describe('buildFormula', () => {
  it('draws for the eye and for screen readers', () => {
    const box = draw('\\frac{1}{2}');
    expect(box.querySelector('.katex-html')?.getAttribute('aria-hidden')).toBe('true');
    expect(box.querySelector('math mfrac')).not.toBeNull();
    expect(box.querySelector('annotation')?.textContent).toBe('\\frac{1}{2}');
  });

  it('sets no style attribute from text, which the content security policy would report', () => {
    // What KaTeX would set so: the width of tall brackets, and two styles in MathML.
    const tex =
      '\\left(\\begin{matrix}1\\\\2\\\\3\\\\4\\\\5\\\\6\\end{matrix}\\right) \\fcolorbox{red}{blue}{x} \\pmb{y} \\oiint';
    const box = document.createElement('div');
    const set = Element.prototype.setAttribute;
    const styled: string[] = [];
    Element.prototype.setAttribute = function setAttribute(name: string, value: string): void {
      if (name === 'style') styled.push(value);
      set.call(this, name, value);
    };
    try {
      box.append(draw(tex));
    } finally {
      Element.prototype.setAttribute = set;
    }
    expect(box.querySelector('svg')).not.toBeNull();
    expect(styled).toEqual([]);
  });

  it.each(['\\frac{a}{', '\\nosuchcommand{x}', '\\def\\a{\\a\\a}\\a', '\\newcommand\\a{\\a}\\a'])(
    'says why %j cannot be drawn',
    (tex) => {
      expect(buildFormula(tex, false)).toEqual({ error: expect.stringMatching(/\w{3,}/) as string });
    },
  );

  it.each([['x'.repeat(10_000)], ['{'.repeat(7000)]])('gives up on TeX that is made to be slow', (tex) => {
    expect(buildFormula(tex, false)).toHaveProperty('error');
  });

  it.each([
    '\\href{javascript:alert(1)}{x}',
    '\\url{https://example.com}',
    '\\includegraphics{https://example.com/x.png}',
    '\\htmlData{x=1}{y}',
    '\\htmlId{root}{y}',
    '\\htmlClass{x}{y}',
    '\\htmlStyle{color:red}{y}',
  ])('makes no link, image or attribute of %j', (tex) => {
    const box = draw(tex);
    expect(box.querySelector('a, img, [data-x], #root, .x')).toBeNull();
  });
});
