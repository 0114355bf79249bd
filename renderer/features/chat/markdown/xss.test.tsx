// @vitest-environment jsdom
import { cleanup } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { xssPayloads } from '../../../../test/fixtures/xssPayloads';
import { findUnsafeParts } from '../../../../test/helpers/renderer/findUnsafeParts';
import { installBridge } from '../../../../test/helpers/renderer/renderInApp';
import { loadDrawing, renderAnswer } from '../../../../test/helpers/renderer/renderAnswer';

beforeAll(async () => {
  installBridge();
  await loadDrawing();
});

afterEach(cleanup);

/** The payload alone, and in a place where more Markdown surrounds it. */
const settings = [
  (payload: string) => payload,
  (payload: string) => `Before\n\n${payload}\n\n- after\n\n${payload}`,
];

describe('a hostile answer', () => {
  it('is one of at least sixty, each with a name of its own', () => {
    expect(new Set(xssPayloads.map(({ name }) => name)).size).toBe(xssPayloads.length);
    expect(xssPayloads.length).toBeGreaterThanOrEqual(60);
  });

  it.each(xssPayloads)('puts nothing on the page from history: $name', ({ markdown }) => {
    for (const place of settings) {
      const { element } = renderAnswer(place(markdown));
      expect(findUnsafeParts(element)).toEqual([]);
    }
  });

  it.each(xssPayloads)('puts nothing on the page while it streams: $name', ({ markdown }) => {
    const { element, show } = renderAnswer('', true);
    const size = Math.ceil(markdown.length / 40);
    for (let end = size; end < markdown.length + size; end += size) {
      show(markdown.slice(0, end), true);
      expect(findUnsafeParts(element)).toEqual([]);
    }
    show(markdown, false);
    expect(findUnsafeParts(element)).toEqual([]);
  });

  it('runs nothing', () => {
    expect(Reflect.get(window, '__xss')).toBeUndefined();
  });
});

describe('findUnsafeParts', () => {
  it.each<[name: string, attributes: Record<string, string>]>([
    ['img', { src: 'https://evil.example/x.png' }],
    ['script', {}],
    ['iframe', { srcdoc: 'x' }],
    ['form', {}],
    ['input', {}],
    ['style', {}],
    ['a', { href: 'javascript:x' }],
    ['a', { href: '/relative' }],
    ['p', { onclick: 'x' }],
    ['p', { id: 'root' }],
    ['p', { class: 'app-shell' }],
    ['p', { src: 'x' }],
    ['p', { style: 'background: url(https://evil.example)' }],
  ])('finds what is wrong with the element %s and the attributes %j', (name, attributes) => {
    const answer = document.createElement('div');
    const element = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
    answer.append(element);
    expect(findUnsafeParts(answer)).not.toEqual([]);
  });

  it('finds a script in a drawing', () => {
    const answer = document.createElement('div');
    answer.append(document.createElementNS('http://www.w3.org/2000/svg', 'script'));
    expect(findUnsafeParts(answer)).toEqual(['element script']);
  });
});
