import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { userPath } from './userPath';

test('a path is meant from where the user called npm', () => {
  const environment = { INIT_CWD: resolve('/somewhere/else') };
  expect(userPath('a.gguf', environment)).toBe(resolve('/somewhere/else/a.gguf'));
  expect(userPath(resolve('/a.gguf'), environment)).toBe(resolve('/a.gguf'));
  expect(userPath('a.gguf', {})).toBe(resolve('a.gguf'));
});
