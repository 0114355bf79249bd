import { expect, it } from 'vitest';
import { filterExpression, oneOf } from './filterExpression';

it('finds a passage by its source or by its document', () => {
  expect(filterExpression({ sources: [1, 2], documents: [7] })).toBe('source IN (1,2) OR document IN (7)');
  expect(filterExpression({ sources: [], documents: [7, 8] })).toBe('document IN (7,8)');
  expect(filterExpression({ sources: [3], documents: [] })).toBe('source IN (3)');
});

it('finds nothing in an empty scope, rather than everything', () => {
  expect(filterExpression({ sources: [], documents: [] })).toBeNull();
});

it('lets nothing but whole numbers into the condition', () => {
  expect(() => oneOf('passage', [1, 1.5])).toThrow(TypeError);
  expect(() => oneOf('passage', [Number.NaN])).toThrow(TypeError);
  // What a damaged message could bring.
  expect(() => oneOf('passage', ['1) OR (1=1' as unknown as number])).toThrow(TypeError);
});
