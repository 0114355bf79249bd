import { expect, it } from 'vitest';
import { HeadingStack } from './headings';
import type { PassageSizes } from './passageSizes';

const roomy = { mostContext: Infinity, of: () => 1 } as unknown as PassageSizes;

it.each([
  ['## Why **now**\n\n', 'Why now'],
  ['# Closed by marks ##\n', 'Closed by marks'],
  ['Underlined\n==========\n', 'Underlined'],
  ['Underlined, too\n---\n\n', 'Underlined, too'],
  ['#1 in the charts\n', '#1 in the charts'],
  ['C# and F#\n', 'C# and F#'],
])('reads %j as %j', (text, heading) => {
  const stack = new HeadingStack();
  stack.push(1, text);
  expect(stack.path(roomy)).toEqual([heading]);
});

it('forgets the headings of sections that have ended', () => {
  const stack = new HeadingStack();
  stack.push(1, 'Manual');
  stack.push(2, 'Filters');
  stack.push(3, 'Paper');
  stack.push(2, 'Water');
  expect(stack.path(roomy)).toEqual(['Manual', 'Water']);
});
