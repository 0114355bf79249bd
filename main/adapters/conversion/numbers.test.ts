import { expect, test } from 'vitest';
import { float32 } from '../../../test/helpers/peftFiles';
import { convertNumbers, halfToNumber, writtenTypeOf } from './numbers';

function halves(...bits: number[]): Buffer {
  return Buffer.from(new Uint16Array(bits).buffer);
}

test('numbers that stay as they are are not touched', () => {
  const numbers = float32(1, -2.5);
  expect(convertNumbers(numbers, 'F32', 1)).toBe(numbers);
  const half = halves(0x3c00);
  expect(convertNumbers(half, 'F16', 1)).toBe(half);
});

test('brain floats become the same numbers in 32 bits', () => {
  const bits = [0x0000, 0x8000, 0x3f80, 0xc020, 0x0001, 0x7f80, 0xff80];
  const converted = convertNumbers(halves(...bits), 'BF16', 1);
  expect(bits.map((_, index) => converted.readUInt32LE(index * 4))).toEqual(
    bits.map((each) => each * 2 ** 16),
  );
});

test('half floats are read as IEEE 754 has them', () => {
  const known: Record<number, number> = {
    0x0000: 0,
    0x3c00: 1,
    0xc000: -2,
    0x3555: 0.333251953125,
    0x7bff: 65504,
    0x0400: 2 ** -14,
    0x03ff: 6.097555160522461e-5,
    0x0001: 2 ** -24,
    0x7c00: Infinity,
    0xfc00: -Infinity,
  };
  for (const [bits, number] of Object.entries(known)) expect(halfToNumber(Number(bits))).toBe(number);
  expect(halfToNumber(0x7e00)).toBeNaN();
  expect(Object.is(halfToNumber(0x8000), -0)).toBe(true);
});

test('a factor is multiplied in and needs 32 bits', () => {
  expect(convertNumbers(halves(0x3c00, 0xc000), 'F16', 0.5)).toEqual(float32(0.5, -1));
  expect(convertNumbers(float32(3, 4), 'F32', 2)).toEqual(float32(6, 8));
  expect([
    writtenTypeOf('F16', 1),
    writtenTypeOf('F16', 2),
    writtenTypeOf('BF16', 1),
    writtenTypeOf('F32', 1),
  ]).toEqual(['F16', 'F32', 'F32', 'F32']);
});
