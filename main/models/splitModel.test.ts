import { expect, test } from 'vitest';
import { modelNameOf, partNames } from './splitModel';

test('one part of a split model names all of them in their order', () => {
  expect(partNames('big-00002-of-00003.gguf')).toEqual([
    'big-00001-of-00003.gguf',
    'big-00002-of-00003.gguf',
    'big-00003-of-00003.gguf',
  ]);
});

test('a file that is no part stands for itself', () => {
  for (const name of ['model.gguf', 'model-1-of-2.gguf', 'x-00004-of-00003.gguf', 'x-00001-of-99999.gguf']) {
    expect(partNames(name)).toEqual([name]);
  }
});

test('a model is named without its extension and its part numbers', () => {
  expect(modelNameOf('Qwen3 4B.Q4_K_M.GGUF')).toBe('Qwen3 4B.Q4_K_M');
  expect(modelNameOf('big-00001-of-00003.gguf')).toBe('big');
});
