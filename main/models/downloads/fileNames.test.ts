import { expect, it } from 'vitest';
import { isSafeFileName, pathInFolder, storedFileName } from './fileNames';

it.each([
  'Model-1.5B-Q4_K_M.gguf',
  'q4/Model.gguf',
  'a/b/c_d-e.f.gguf',
  'adapter_config.json',
  'console.gguf',
])('stores %s', (path) => {
  expect(storedFileName(path)).toBe(path.split('/').at(-1));
});

it.each([
  '',
  '/',
  'a/',
  '/etc/passwd',
  '..',
  '../x.gguf',
  'a/../x.gguf',
  './x.gguf',
  'a//x.gguf',
  '.x.gguf',
  'a\\x.gguf',
  'x.gguf\0',
  'x\n.gguf',
  'x\u202e.gguf',
  'x .gguf',
  'x%2e.gguf',
  'x:y.gguf',
  'x.',
  'CON',
  'con.gguf',
  'Lpt1.gguf',
  'ü.gguf',
  'x'.repeat(201),
])('refuses %j', (path) => {
  expect(() => storedFileName(path)).toThrow(/may have only letters, digits, dots, dashes and underscores/);
});

it('checks a name again when it comes out of the database', () => {
  expect(pathInFolder('/data', 'x.gguf')).toBe('/data/x.gguf');
  expect(() => pathInFolder('/data', '../x.gguf')).toThrow(/Remove the download/);
  expect(isSafeFileName('x'.repeat(200))).toBe(true);
});
