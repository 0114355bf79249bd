import { describe, expect, it } from 'vitest';
import { append, CHUNK_SIZE, emptyList, toArray } from './chunkedList';

const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, index) => from + index);

describe('append', () => {
  it('keeps every entry in order, however many come at once', () => {
    let list = append<number>(emptyList, numbers(3));
    list = append(list, numbers(CHUNK_SIZE * 2 + 5, 3));
    list = append(list, []);
    expect(toArray(list)).toEqual(numbers(CHUNK_SIZE * 2 + 8));
    expect(list.length).toBe(CHUNK_SIZE * 2 + 8);
  });

  it('keeps the identity of full chunks and changes nothing in the list it was given', () => {
    const before = append<number>(emptyList, numbers(CHUNK_SIZE + 1));
    const after = append(before, numbers(CHUNK_SIZE));
    expect(after.chunks[0]).toBe(before.chunks[0]);
    expect(after.chunks.slice(0, -1).every(({ length }) => length === CHUNK_SIZE)).toBe(true);
    expect(toArray(before)).toEqual(numbers(CHUNK_SIZE + 1));
  });
});
