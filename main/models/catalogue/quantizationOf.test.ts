import { expect, it } from 'vitest';
import { quantizationOf } from './quantizationOf';

it.each([
  ['Qwen3-8B-Q4_K_M.gguf', 'Q4_K_M'],
  ['smollm2-1.7b-instruct-q4_k_m.gguf', 'Q4_K_M'],
  ['SmolLM2-135M-Instruct.Q4_1.gguf', 'Q4_1'],
  ['gemma-3-1b-it-f16.gguf', 'F16'],
  ['Big-BF16-00001-of-00003.gguf', 'BF16'],
  ['Model-IQ2_XXS.gguf', 'IQ2_XXS'],
  ['Model-UD-Q4_K_XL.gguf', 'UD-Q4_K_XL'],
  ['Qwen3-0.6B-Q8_0.gguf', 'Q8_0'],
  ['Model-TQ1_0.gguf', 'TQ1_0'],
  ['gpt-oss-20b-MXFP4.gguf', 'MXFP4'],
  ['Q8-turbo-chat.gguf', 'Q8'],
  ['model.gguf', null],
  ['acq4_km.gguf', null],
])('%s holds numbers as %s', (fileName, quantization) => {
  expect(quantizationOf(fileName)).toBe(quantization);
});
