import { describe, expect, test } from 'vitest';
import { LoamError } from '../../preload/contract/errors';
import { adapterKind, findByReference, labelOf, modelKind, shortId } from './findByReference';

const items = [
  { id: '0b7d9c1e-1111-4222-8333-444455556666', name: 'Pirate', version: 2 },
  { id: '0b1aaaaa-1111-4222-8333-444455556666', name: 'Pirate', version: 1 },
  { id: 'c0ffee00-1111-4222-8333-444455556666', name: 'Plain poet', version: 1 },
];

function find(reference: string): string {
  return labelOf(findByReference(items, reference, adapterKind));
}

function failure(reference: string, kind = adapterKind): LoamError {
  try {
    findByReference(items, reference, kind);
  } catch (error) {
    if (error instanceof LoamError) return error;
  }
  throw new Error('It was found.');
}

test('an id, a name, a name with its version, and the beginning of either are understood', () => {
  expect(find('0b1aaaaa-1111-4222-8333-444455556666')).toBe('Pirate v1');
  expect(find('pirate v1')).toBe('Pirate v1');
  expect(find('Pirate')).toBe('Pirate v2');
  expect(find('0b7')).toBe('Pirate v2');
  expect(find(' C0FFEE ')).toBe('Plain poet v1');
  expect(find('pl')).toBe('Plain poet v1');
});

describe('what cannot be meant', () => {
  test('is named as missing, with where to look', () => {
    expect(failure('parrot').code).toBe('adapter/not-found');
    expect(failure('parrot').message).toContain('npm start -- adapters list');
    expect(failure('').code).toBe('adapter/not-found');
    expect(failure('parrot', modelKind)).toMatchObject({ code: 'model/not-found' });
  });

  test('is asked for more where it could be several', () => {
    expect(failure('0b')).toMatchObject({
      code: 'request/invalid',
      message:
        'More than one adapter begins with "0b": Pirate v2 (0b7d9c1e), Pirate v1 (0b1aaaaa). Write more of it.',
    });
  });
});

test('generated ids are shortened, words are not', () => {
  expect(shortId('0b7d9c1e-1111-4222-8333-444455556666')).toBe('0b7d9c1e');
  expect(shortId('linked-0b7d9c1e-1111-4222-8333-444455556666')).toBe('linked-0b7d9c1e');
  expect(shortId('smollm2-135m-instruct-q4_1')).toBe('smollm2-135m-instruct-q4_1');
});
