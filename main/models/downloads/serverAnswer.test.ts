import { describe, expect, it } from 'vitest';
import { readFileAnswer, retryAfterMs } from './serverAnswer';

const now = Date.UTC(2026, 8, 1, 12);
const url = new URL('https://cdn.example.com/x.gguf');
const file = { name: 'x.gguf', bytes: null, sha256: null };
const unlinked = { sha256: null, bytes: null, commit: null };

function read(
  status: number,
  headers: Record<string, string>,
  part = { length: 500, validator: '"one"' as string | null },
) {
  const response = new Response(null, { status, headers });
  return readFileAnswer({ response, url, linked: unlinked }, file, part, now);
}

describe('the time that a server asks to wait', () => {
  it.each([
    [null, null],
    ['120', 120_000],
    [' 5 ', 5_000],
    ['0', 0],
    ['Tue, 01 Sep 2026 12:00:30 GMT', 30_000],
    ['Tue, 01 Sep 2026 11:00:00 GMT', 0],
    ['soon', null],
  ])('%j is %j milliseconds', (header, expected) => {
    expect(retryAfterMs(header, now)).toBe(expected);
  });
});

describe('an answer to the question for the rest', () => {
  it('goes on where the part ends', () => {
    const headers = { 'content-range': 'bytes 500-999/1000', etag: '"one"' };
    expect(read(206, headers)).toEqual({
      type: 'body',
      start: 500,
      totalBytes: 1000,
      validator: '"one"',
      restartReason: null,
    });
  });

  it('takes the time of change where there is no tag that promises the same bytes', () => {
    const headers = {
      'content-range': 'bytes 500-999/*',
      etag: 'W/"one"',
      'last-modified': 'Tue, 01 Sep 2026 11:00:00 GMT',
    };
    const part = { length: 500, validator: 'Tue, 01 Sep 2026 11:00:00 GMT' };
    expect(read(206, headers, part)).toMatchObject({
      type: 'body',
      start: 500,
      totalBytes: null,
      validator: part.validator,
    });
  });

  it('starts over for another tag, another part, or none', () => {
    expect(read(206, { 'content-range': 'bytes 500-999/1000', etag: '"two"' })).toMatchObject({
      type: 'start-over',
    });
    expect(read(206, { 'content-range': 'bytes 400-999/1000', etag: '"one"' })).toMatchObject({
      type: 'start-over',
    });
    expect(read(206, { etag: '"one"' })).toMatchObject({ type: 'start-over' });
  });

  it('says why the whole file comes', () => {
    expect(read(200, { 'content-length': '1000', etag: '"two"' })).toMatchObject({
      start: 0,
      restartReason: expect.stringContaining('has changed on cdn.example.com'),
    });
    expect(read(200, { 'content-length': '1000', etag: '"one"' })).toMatchObject({
      start: 0,
      restartReason: expect.stringContaining('cannot go on in the middle'),
    });
    expect(read(200, { 'content-length': '1000' }, { length: 0, validator: null })).toMatchObject({
      restartReason: null,
    });
  });

  it('is complete when nothing is beyond the part', () => {
    expect(read(416, { 'content-range': 'bytes */500', etag: '"one"' })).toEqual({ type: 'complete' });
    expect(read(416, { 'content-range': 'bytes */500', etag: '"two"' })).toMatchObject({
      type: 'start-over',
    });
    expect(read(416, { 'content-range': 'bytes */400' })).toMatchObject({ type: 'start-over' });
    expect(read(416, {})).toMatchObject({ type: 'start-over' });
  });
});
