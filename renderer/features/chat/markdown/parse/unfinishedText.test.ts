import { describe, expect, it } from 'vitest';
import { unfinishedText } from './unfinishedText';

describe('unfinishedText', () => {
  it.each([
    ['a **bol', 'a **bol**'],
    ['a **bold*', 'a **bold**'],
    ['**a *b', '**a *b***'],
    ['***both**', '***both***'],
    ['_em', '_em_'],
    ['- [ ] ~~a', '- [ ] ~~a~~'],
    ['* item *x', '* item *x*'],
    ['| a | **b', '| a | **b**'],
    ['x `cod', 'x `cod`'],
    ['x ``a`', 'x ``a``'],
    ['**bold `code`', '**bold `code`**'],
    ['first **line\ngoes on', 'first **line\ngoes on**'],
  ])('closes what is open in %j', (text, shown) => {
    expect(unfinishedText(text)).toBe(shown);
  });

  it.each([
    ['text **', 'text'],
    ['x `', 'x'],
    ['see [tex', 'see tex'],
    ['[text](https://exa', 'text'],
    ['![alt](https://exa', ''],
    ['1. [', '1. '],
  ])('hides marks that say nothing yet in %j', (text, shown) => {
    expect(unfinishedText(text)).toBe(shown);
  });

  it.each(['-', '- ', '--', '***', '##', '> ', '1', '12.', '```', '|---', '| --- | :-', '[a]: http://exa'])(
    'waits before it shows the line %j, which may become something else',
    (line) => {
      expect(unfinishedText(`text\n${line}`)).toBe('text\n');
    },
  );

  it.each([
    '',
    'a **bold**',
    'snake_case_name',
    '__init__',
    '2 * 3',
    'a \\*b',
    '$x_1 * y',
    '\\(a * b',
    'foot[^1',
    'complete **line\n',
    '```js\na ** b',
    '- x\n  ```\n  a **b',
    '`a` and (b)',
  ])('leaves %j as it is', (text) => {
    expect(unfinishedText(text)).toBe(text);
  });
});
