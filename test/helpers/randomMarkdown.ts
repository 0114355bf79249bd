import { SeededRandom } from './seededRandom';

/** Lines that mean different things depending on what stands before and after them. */
const fragments = [
  ...[
    'para one',
    'text **bold** x',
    '',
    '',
    '',
    'lazy',
    'text\\',
    '  ',
    '\t',
    '2',
    '--',
    '$a$ and $5',
    '&amp;',
  ],
  ...['- a', '- b', '  - nested', '* c', '+ plus', '- [ ] task', '- ', '-', '*', '     deep', '-     code'],
  ...['1. one', '2. two', '3) three', '10. ten', '1.', '1.  x', '   cont', '   ```', '   x', '   - n3'],
  ...['    code', '```js', '```', '~~~', '````', 'x = 1', '`` x', '> ```', '> x', '> quote', '> - ql', '>'],
  ...['# head', '---', '===', '***', '- - -', '<div>', '</div>', '<!--', '-->', '<script>'],
  ...['| a | b |', '|---|---|', '| --- | -', '| 1 | 2 |', 'a | b', '--- | ---', '| x', '|', '|-|'],
  ...['$$', '$$ x = 1', '$$x$$', '\\[', '\\]', '\\[ y \\]', '$$\\a', '\\[ \\a', '\\begin{x}'],
  ...['[a]: http://x.y', '"title', 'title"', "'t'", '[a] ref [b]', '[b]: <u', '[a]:', '  [c]: /u', '![i](u)'],
  ...['[^1]: foot', '    more foot', 'foot[^1]', '[^2]:'],
];

/** Texts of such lines, each with a size of pieces to stream it in. */
export function* randomMarkdown(seed: number, count: number): Generator<{ text: string; size: number }> {
  const random = new SeededRandom(seed);
  for (let index = 0; index < count; index++) {
    const lineEnding = random.chance(0.2) ? '\r\n' : '\n';
    const lines = Array.from({ length: 2 + random.below(9) }, () => random.pick(fragments));
    const text = lines.join(lineEnding) + (random.chance(0.3) ? lineEnding : '');
    yield { text, size: 1 + random.below(7) };
  }
}
