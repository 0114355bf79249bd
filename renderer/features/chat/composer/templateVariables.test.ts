import { describe, expect, test } from 'vitest';
import { fillTemplate, variablesOf } from './templateVariables';

describe('variablesOf', () => {
  test('finds each name once, in order of appearance', () => {
    expect(variablesOf('Summarise {{topic}} in {{ count }} lines. {{topic}}!')).toEqual(['topic', 'count']);
  });

  test('takes names with spaces and of other alphabets', () => {
    expect(variablesOf('{{target language}} {{größe}}')).toEqual(['target language', 'größe']);
  });

  test('takes no empty and no unclosed braces for variables', () => {
    expect(variablesOf('{{}} {{ }} {single} {{open {{{nested}}}')).toEqual(['nested']);
  });
});

describe('fillTemplate', () => {
  test('puts the value in every place of its name', () => {
    expect(fillTemplate('{{a}} and {{ a }} and {{b}}', { a: 'one', b: 'two' })).toBe('one and one and two');
  });

  test('takes values as they are, however much they look like a pattern or a variable', () => {
    expect(fillTemplate('{{a}}{{b}}', { a: "$& $1 $'", b: '{{a}}' })).toBe("$& $1 $'{{a}}");
  });

  test('leaves a name without a value in its braces', () => {
    expect(fillTemplate('{{known}} {{toString}}', { known: 'yes' })).toBe('yes {{toString}}');
  });

  test('an empty value leaves nothing behind', () => {
    expect(fillTemplate('[{{a}}]', { a: '' })).toBe('[]');
  });
});
