import { describe, expect, it } from 'vitest';
import { LoamError } from '../../../preload/contract/errors';
import { fileFailure, networkFailure, PassingFailure } from './transferFailures';

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}

/** As `fetch` throws it. */
function fetchFailure(code: string): TypeError {
  return new TypeError('fetch failed', { cause: failure(code) });
}

describe('a failure of the file system', () => {
  it.each([
    ['ENOSPC', 'download/disk-full', 'the disk became full. Free some space, then resume'],
    ['EDQUOT', 'download/disk-full', 'your quota'],
    ['EFBIG', 'download/disk-full', 'cannot hold a file as large'],
    ['EROFS', 'storage/unwritable', 'read-only'],
    ['EACCES', 'storage/unwritable', 'Check the rights'],
    ['EIO', 'storage/unwritable', 'Check the disk'],
  ])('%s becomes %s in words', (code, expected, words) => {
    const error = fileFailure(failure(code), 'x.gguf');
    expect(error).toBeInstanceOf(LoamError);
    expect(error).toMatchObject({ code: expected, retryable: true, message: expect.stringContaining(words) });
  });

  it('that is a bug stays one', () => {
    const bug = new RangeError('a bug');
    expect(fileFailure(bug, 'x.gguf')).toBe(bug);
  });
});

describe('a failure of the network', () => {
  it.each([
    'ECONNREFUSED',
    'ETIMEDOUT',
    'EAI_AGAIN',
    'ENETUNREACH',
    'UND_ERR_CONNECT_TIMEOUT',
    'ECONNRESET',
    'UND_ERR_SOCKET',
  ])('%s may pass', (code) =>
    expect(networkFailure(fetchFailure(code), 'hub.example.com')).toBeInstanceOf(PassingFailure),
  );

  it.each([
    ['ENOTFOUND', 'its name is not known'],
    ['CERT_HAS_EXPIRED', 'its certificate cannot be trusted'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'its certificate cannot be trusted'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate cannot be trusted'],
  ])('%s does not pass by itself', (code, words) => {
    expect(networkFailure(fetchFailure(code), 'hub.example.com')).toMatchObject({
      code: 'download/unreachable',
      message: expect.stringContaining(words),
    });
  });
});
