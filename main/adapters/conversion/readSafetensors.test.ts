import { writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  float32,
  safetensorsBytes,
  safetensorsWithHeader,
  type TensorToWrite,
  uint64,
} from '../../../test/helpers/peftFiles';
import { temporaryFolder } from '../../../test/helpers/temporaryFolder';
import { readSafetensors, readTensor, tensorPieces } from './readSafetensors';

async function openFile(bytes: Buffer) {
  const path = join(temporaryFolder(), 'adapter_model.safetensors');
  writeFileSync(path, bytes);
  const file = await open(path);
  onTestFinished(() => file.close());
  return file;
}

function tensor(name: string, changes: Partial<TensorToWrite> = {}): TensorToWrite {
  return { name, dtype: 'F32', shape: [2, 3], data: float32(1, 2, 3, 4, 5, 6), ...changes };
}

/** A header with one tensor `t` of six numbers, described otherwise. */
function described(changes: object, dataBytes = 24): Buffer {
  const description = { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24], ...changes };
  return safetensorsWithHeader(JSON.stringify({ t: description }), Buffer.alloc(dataBytes));
}

test('the tensors of a file are found with their types, shapes and places', async () => {
  const bytes = safetensorsBytes([
    tensor('first'),
    tensor('second', { dtype: 'BF16', shape: [4], data: Buffer.alloc(8, 1) }),
  ]);
  const file = await openFile(bytes);
  const verdict = await readSafetensors(file);
  expect(verdict).toEqual({
    isValid: true,
    tensors: [
      { name: 'first', type: 'F32', shape: [2, 3], offset: bytes.length - 32, bytes: 24 },
      { name: 'second', type: 'BF16', shape: [4], offset: bytes.length - 8, bytes: 8 },
    ],
  });
});

test('a tensor is read whole, and in pieces that make the same', async () => {
  const data = Buffer.alloc(5_000_000);
  for (let index = 0; index < data.length; index += 4) data.writeUInt32LE(index, index);
  const file = await openFile(
    safetensorsBytes([tensor('before'), tensor('t', { shape: [1_250_000], data })]),
  );
  const verdict = await readSafetensors(file);
  const found = verdict.isValid ? verdict.tensors[1] : undefined;
  const pieces: Buffer[] = [];
  for await (const piece of tensorPieces(file, found!)) pieces.push(Buffer.from(piece));
  expect(pieces.length).toBeGreaterThan(1);
  expect(Buffer.concat(pieces).equals(data)).toBe(true);
  expect((await readTensor(file, found!)).equals(data)).toBe(true);
});

describe('refuses', () => {
  const hostile: Record<string, readonly [bytes: Buffer, reason: string]> = {
    'an empty file': [Buffer.alloc(0), 'too short'],
    'seven bytes': [Buffer.alloc(7), 'too short'],
    'a header of 2^64 - 1 bytes': [
      Buffer.concat([uint64(2n ** 64n - 1n), Buffer.alloc(100)]),
      'longer than the file',
    ],
    'a header that ends one byte after the file': [
      Buffer.concat([uint64(3n), Buffer.from('{}')]),
      'longer than the file',
    ],
    'a header of 9 MB that is all spaces': [safetensorsWithHeader(`{${' '.repeat(9_000_000)}}`), 'too long'],
    'a header that is a list': [safetensorsWithHeader('[1]'), 'not readable'],
    'a header that is null': [safetensorsWithHeader('null'), 'not readable'],
    'a header that is no JSON': [safetensorsWithHeader('{"t": {'), 'not readable'],
    'a header with NaN in a shape': [
      safetensorsWithHeader('{"t":{"dtype":"F32","shape":[NaN,3],"data_offsets":[0,24]}}', Buffer.alloc(24)),
      'not readable',
    ],
    'a shape of 1e999': [
      safetensorsWithHeader('{"t":{"dtype":"F32","shape":[1e999],"data_offsets":[0,24]}}', Buffer.alloc(24)),
      'not described',
    ],
    'a header nested 4,000,000 deep': [
      safetensorsWithHeader(`{"t":${'['.repeat(4_000_000)}`),
      'not readable',
    ],
    'a description nested 3,000,000 deep': [
      safetensorsWithHeader(`{"t":${'['.repeat(3_000_000)}${']'.repeat(3_000_000)}}`),
      'not described',
    ],
    'a billion in a shape': [described({ shape: [1e9, 1e9] }), 'size of its shape'],
    'a shape whose product is beyond all numbers': [
      described({ shape: [2 ** 53 - 1, 2 ** 53 - 1, 2 ** 53 - 1, 2 ** 53 - 1] }),
      'size of its shape',
    ],
    'a shape of 2,000,000 dimensions': [
      described({ shape: Array<number>(2_000_000).fill(1) }),
      'not described',
    ],
    'a negative length in a shape': [described({ shape: [-2, -3] }), 'not described'],
    'half a length in a shape': [described({ shape: [1.5, 4] }), 'not described'],
    'a text in place of a shape': [described({ shape: '2,3' }), 'not described'],
    'a negative offset': [described({ data_offsets: [-24, 0] }), 'not described'],
    'offsets in the wrong order': [described({ data_offsets: [24, 0] }), 'size of its shape'],
    'an offset beyond 2^53': [described({ data_offsets: [2 ** 60, 2 ** 60 + 24] }), 'not described'],
    'three offsets': [described({ data_offsets: [0, 24, 48] }), 'not described'],
    'no offsets': [described({ data_offsets: undefined }), 'not described'],
    'offsets that count millions': [
      described({ data_offsets: Array<number>(1_000_000).fill(0) }),
      'not described',
    ],
    'a tensor that ends after the file': [described({}, 20), 'not complete'],
    'bytes after the last tensor': [described({}, 28), 'more bytes'],
    'a gap between the header and the first tensor': [described({ data_offsets: [4, 28] }, 28), 'gap'],
    integers: [described({ dtype: 'I32' }), 'type "I32"'],
    'eight-bit floats': [described({ dtype: 'F8_E4M3', data_offsets: [0, 6] }, 6), 'type "F8_E4M3"'],
    'a type named like what every object has': [described({ dtype: 'toString' }), 'type "toString"'],
    'a description named __proto__': [
      safetensorsWithHeader(
        '{"__proto__":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}',
        Buffer.alloc(4),
      ),
      'size of its shape',
    ],
  };

  test.each(Object.entries(hostile))('%s', async (_, [bytes, reason]) => {
    const file = await openFile(bytes);
    const verdict = await readSafetensors(file);
    expect(verdict.isValid ? 'nothing' : verdict.reason).toContain(reason);
  });

  test('tensors that overlap', async () => {
    const of = (begin: number) => ({ dtype: 'F32', shape: [2], data_offsets: [begin, begin + 8] });
    const file = await openFile(
      safetensorsWithHeader(JSON.stringify({ one: of(0), other: of(4) }), Buffer.alloc(12)),
    );
    expect(await readSafetensors(file)).toEqual({ isValid: false, reason: 'its tensors overlap' });
  });

  test('more tensors than any adapter has', async () => {
    const empty = '{"dtype":"F32","shape":[0],"data_offsets":[0,0]}';
    const entries = Array.from({ length: 70_000 }, (_, index) => `"${index}":${empty}`);
    const file = await openFile(safetensorsWithHeader(`{${entries.join(',')}}`));
    expect(await readSafetensors(file)).toMatchObject({ isValid: false });
  });
});

test('a name in a header changes nothing about other objects', async () => {
  const file = await openFile(safetensorsWithHeader('{"__proto__":{"isAdmin":true},"constructor":{}}'));
  expect(await readSafetensors(file)).toMatchObject({ isValid: false });
  expect(Reflect.get({}, 'isAdmin')).toBeUndefined();
});
