import { expect, test } from 'vitest';
import { LoamError } from '../../preload/contract/errors';
import { explainFileFailure } from './adapterErrors';

function failed(code: string, path?: string): Error {
  return Object.assign(new Error(`${code}: failed`), { code, ...(path !== undefined && { path }) });
}

function explained(error: unknown): unknown {
  return explainFileFailure('pirate.gguf', error, (path) => path.startsWith('/data/adapters'));
}

test('a full disk is told, wherever it was met', () => {
  expect(explained(failed('ENOSPC'))).toMatchObject({ code: 'storage/full', retryable: true });
  expect(explained(failed('EDQUOT', '/data/adapters/x'))).toMatchObject({
    code: 'storage/full',
    message: expect.stringContaining('nothing of it is left here'),
  });
});

test('a file of the user’s that cannot be read is told apart from our own folder', () => {
  expect(explained(failed('EACCES', '/home/me/pirate.gguf'))).toMatchObject({
    code: 'adapter/file-missing',
    message: expect.stringMatching(/^pirate\.gguf could not be read\./),
  });
  expect(explained(failed('ENOENT', '/home/me/pirate.gguf'))).toMatchObject({
    message: expect.stringMatching(/^pirate\.gguf is not there\./),
  });
  expect(explained(failed('EACCES', '/data/adapters/x'))).toMatchObject({ code: 'storage/unwritable' });
});

test('what is explained already, and what is a bug, stay as they are', () => {
  const known = new LoamError('adapter/wrong-base', 'It is for another model.');
  const bug = new TypeError('x is not a function');
  expect([explained(known), explained(bug)]).toEqual([known, bug]);
});
