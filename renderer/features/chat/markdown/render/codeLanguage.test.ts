import { describe, expect, it } from 'vitest';
import { codeLanguage } from './codeLanguage';

describe('codeLanguage', () => {
  it.each([
    ['Python', 'python'],
    ['c++', 'c++'],
    ['C#', 'c#'],
    ['objective-c', 'objective-c'],
    ['js:app.js', 'js'],
    ['ts{1,3}', 'ts'],
    ['{.python', 'python'],
    ['js"onclick=x', 'js'],
    ['x'.repeat(100), 'x'.repeat(32)],
  ])('reads %j as %j', (info, language) => {
    expect(codeLanguage(info)).toBe(language);
  });

  it.each([null, '', '"><script>', '__proto__', '😀'])('finds no language in %j', (info) => {
    expect(codeLanguage(info)).toBeNull();
  });
});
