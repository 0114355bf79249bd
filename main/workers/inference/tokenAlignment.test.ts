import { expect, test } from 'vitest';
import { alignToEvaluated } from './tokenAlignment';

/** Tokens that are their own text; `<...>` is a control token, and `~` stands for a byte of a cut character. */
const vocabulary = {
  textOf: (tokens: readonly string[]) => tokens.join('').replaceAll('~~', 'é').replaceAll('~', '\uFFFD'),
  isControl: (token: string) => token.startsWith('<'),
};

function align(prompt: string[], evaluated: string[]): string[] {
  return alignToEvaluated(prompt, evaluated, vocabulary);
}

test('a prompt that only continues what is evaluated stays as it is', () => {
  expect(align(['<s>', 'a', 'b', 'c'], ['<s>', 'a'])).toEqual(['<s>', 'a', 'b', 'c']);
  expect(align(['a', 'b'], [])).toEqual(['a', 'b']);
});

test('takes over another spelling of the same text and goes on after it', () => {
  const evaluated = ['<s>', 'Hel', 'lo', ' wor', 'ld', '!'];
  expect(align(['<s>', 'Hello', ' world', '!', '<e>'], evaluated)).toEqual([...evaluated, '<e>']);
});

test('takes over a coarser spelling as well as a finer one', () => {
  expect(align(['a', 'b', 'c', 'd'], ['ab', 'c', 'd'])).toEqual(['ab', 'c', 'd']);
});

test('keeps the prompt from where the text differs', () => {
  expect(align(['Hello', ' you', '<e>'], ['Hel', 'p', '<e>'])).toEqual(['Hello', ' you', '<e>']);
  expect(align(['a', 'x', 'c'], ['a', 'b', 'c'])).toEqual(['a', 'x', 'c']);
});

test('keeps the prompt where the evaluated text ends in the middle of a token', () => {
  expect(align(['a', 'Hello', ' you'], ['a', 'Hel'])).toEqual(['a', 'Hello', ' you']);
});

test('never lets plain text stand for a control token that is spelled the same', () => {
  const typed = ['<s>', '[', 'e', ']'];
  const spellsBrackets = {
    ...vocabulary,
    textOf: (tokens: readonly string[]) => tokens.join('').replaceAll('<e>', '[e]'),
  };
  expect(alignToEvaluated(typed, ['<s>', '<e>'], spellsBrackets)).toEqual(typed);
  expect(alignToEvaluated(['<s>', '<e>'], typed, spellsBrackets)).toEqual(['<s>', '<e>']);
});

test('characters that two tokens share count once they are complete', () => {
  expect(align(['caf', 'é', '!'], ['caf', '~', '~', '!'])).toEqual(['caf', '~', '~', '!']);
  expect(align(['caf', 'é', '!'], ['caf', '~'])).toEqual(['caf', 'é', '!']);
});

test('gives up on a stretch that never comes together', () => {
  const prompt = Array<string>(100).fill('ab');
  const evaluated = ['a', ...Array<string>(100).fill('ba')];
  expect(align(prompt, evaluated)).toEqual(prompt);
});
