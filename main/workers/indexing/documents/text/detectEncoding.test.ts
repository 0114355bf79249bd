import { expect, it } from 'vitest';
import { detectEncoding } from './detectEncoding';

it('takes ASCII for UTF-8', () => {
  expect(detectEncoding(Buffer.from('Plain text.\n'))).toBe('utf-8');
});

it('knows UTF-8 that was cut within a character', () => {
  const bytes = Buffer.from('Всё было иначе: 🐋');
  const cuts = Array.from({ length: 5 }, (_, cut) => detectEncoding(bytes.subarray(0, bytes.length - cut)));
  expect(cuts).toEqual(Array(5).fill('utf-8'));
});

it('knows UTF-8 with a few broken bytes', () => {
  const bytes = Buffer.concat([
    Buffer.from('Größe, Maße und süße Früchte für Ämter. '.repeat(5)),
    Buffer.from([0xe9, 0x20]),
  ]);
  expect(detectEncoding(bytes)).toBe('utf-8');
});

it('knows Japanese by three words', () => {
  const shiftJis = Buffer.from('89ef8b6382cd89ce976a93fa82c582b78142', 'hex');
  const eucJp = Buffer.from('b2f1b5c4a4cfb2d0cdcbc6fca4c7a4b9a1a3', 'hex');
  expect([detectEncoding(shiftJis), detectEncoding(eucJp)]).toEqual(['shift_jis', 'euc-jp']);
});

it('falls back to Windows-1252, in which every byte is a character', () => {
  expect(detectEncoding(Buffer.from([0x80, 0x93, 0x94, 0x20]))).toBe('windows-1252');
});
