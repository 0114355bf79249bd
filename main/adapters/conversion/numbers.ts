import type { SafetensorsType } from './readSafetensors';

/** The types of numbers that are written: what llama.cpp computes with everywhere. */
export type WrittenType = 'F32' | 'F16';

export function writtenTypeOf(type: SafetensorsType, factor: number): WrittenType {
  return type === 'F16' && factor === 1 ? 'F16' : 'F32';
}

/** Numbers of one type as they are written, multiplied by the factor. Little-endian on both sides. */
export function convertNumbers(numbers: Buffer, type: SafetensorsType, factor: number): Buffer {
  if (factor === 1 && type !== 'BF16') return numbers;
  const read = readers[type];
  const count = numbers.length / read.bytes;
  const converted = Buffer.allocUnsafe(count * 4);
  for (let index = 0; index < count; index += 1) {
    converted.writeFloatLE(read.at(numbers, index * read.bytes) * factor, index * 4);
  }
  return converted;
}

const readers = {
  F32: { bytes: 4, at: (numbers: Buffer, offset: number) => numbers.readFloatLE(offset) },
  F16: { bytes: 2, at: (numbers: Buffer, offset: number) => halfToNumber(numbers.readUInt16LE(offset)) },
  BF16: { bytes: 2, at: (numbers: Buffer, offset: number) => brainToNumber(numbers.readUInt16LE(offset)) },
} satisfies Record<SafetensorsType, { bytes: number; at(numbers: Buffer, offset: number): number }>;

/** IEEE 754 half precision: one bit of sign, five of exponent, ten of fraction. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

const word = new DataView(new ArrayBuffer(4));

/** The upper half of a float of 32 bits. */
function brainToNumber(bits: number): number {
  word.setUint32(0, bits << 16);
  return word.getFloat32(0);
}
