import { describe, expect, it } from 'vitest';
import { passStyleTextOnly } from './trustedTypes';

describe('trusted types policy', () => {
  it('passes the text of a style sheet unchanged', () => {
    const css = ':root { --a: 1px } .a > .b::before { content: "\\201C" }';
    expect(passStyleTextOnly(css)).toBe(css);
  });

  it.each(['<img src=x onerror=alert(1)>', 'a{}</style><script>', '<', 'x<!--'])(
    'refuses %j, which could be markup',
    (text) => {
      expect(() => passStyleTextOnly(text)).toThrow(TypeError);
    },
  );
});
