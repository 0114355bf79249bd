import { expect, test } from 'vitest';
import { byteCount, displayText, grouped, quoted } from './displayText';

test('a text comes on one line, without control characters, direction marks and doubled spaces', () => {
  expect(displayText(' a\0b\r\n\tc\u202Ed\u200B\u2028e  f\u{E0041} ', 100)).toBe('a b c d e f');
  expect(displayText('Grüße, 你好, 🌿', 100)).toBe('Grüße, 你好, 🌿');
});

test('a long text is cut, however much is removed from it', () => {
  expect(displayText('x'.repeat(50), 10)).toBe('xxxxxxxxx…');
  expect(displayText('x'.repeat(10), 10)).toBe('x'.repeat(10));
  expect(displayText('word '.repeat(50), 11)).toBe('word word…');
  expect(displayText('🌿🌿🌿', 4)).toBe('🌿…');
  expect(displayText('\0'.repeat(1_000_000), 10)).toBe('');
});

test('names are quoted and numbers are grouped', () => {
  expect(quoted('general.\nname')).toBe('"general. name"');
  expect([grouped(49_152), byteCount(1), byteCount(1_024)]).toEqual(['49,152', '1 byte', '1,024 bytes']);
});
