import { expect, it } from 'vitest';
import { looksLikeText } from './looksLikeText';

it('takes the output of a terminal for text', () => {
  expect(looksLikeText(Buffer.from('\x1b[31mred\x1b[0m\r\n\tand a tab\f\n'))).toBe(true);
});

it('takes UTF-16 with and without its mark for text', () => {
  const text = Buffer.from('Two bytes a character.\n', 'utf16le');
  expect(looksLikeText(text)).toBe(true);
  expect(looksLikeText(Buffer.concat([Buffer.from([0xff, 0xfe]), text]))).toBe(true);
});

it.each([
  ['a program', Buffer.from('7f454c4602010100000000000000000003003e00', 'hex')],
  ['words after a few control characters', Buffer.from('\x00\x01\x02binary', 'latin1')],
  ['UTF-32', Buffer.from('fffe000041000000', 'hex')],
  [
    'compressed data',
    Buffer.from(Array.from({ length: 2000 }, (_, index) => (index * 7919 + (index >> 3)) & 0xff)),
  ],
])('does not take %s for text', (_what, bytes) => {
  expect(looksLikeText(bytes)).toBe(false);
});
