import { describe, expect, it } from 'vitest';
import { quantizationWords } from './quantizationWords';

const common = (
  'F32 F16 BF16 Q8_0 Q6_K Q5_K_M Q5_K_S Q5_1 Q5_0 Q4_K_M Q4_K_S Q4_1 Q4_0 Q3_K_L Q3_K_M Q3_K_S Q2_K Q2_K_S ' +
  'IQ4_NL IQ4_XS IQ3_M IQ3_S IQ3_XS IQ3_XXS IQ2_M IQ2_S IQ2_XS IQ2_XXS IQ1_M IQ1_S TQ2_0 TQ1_0 MXFP4'
).split(' ');

describe('a quantisation in words', () => {
  it.each([
    ['Q4_K_M', 'weights stored in about 4.8 bits each; small and close to the original'],
    ['Q8_0', 'weights stored in about 8.5 bits each; hardly to be told from the original'],
    ['Q2_K', 'weights stored in about 2.9 bits each; very small, and clearly worse than the original'],
    ['F16', 'weights stored in 16 bits each; the model as it was published, nothing lost'],
  ])('says of %s what it stores and what that costs', (name, words) => {
    expect(quantizationWords(name)).toBe(words);
  });

  it.each(common)('knows %s', (name) => {
    expect(quantizationWords(name)).toMatch(/^weights stored in (about )?[\d.]+ bits each; .{10,}$/);
  });

  it('does not mind small letters', () => {
    expect(quantizationWords('q4_k_m')).toBe(quantizationWords('Q4_K_M'));
  });

  it('says that fewer bits lose more', () => {
    const bits = ['Q8_0', 'Q6_K', 'Q5_K_M', 'Q4_K_M', 'Q3_K_M', 'Q2_K', 'IQ1_S'].map((name) =>
      Number(/[\d.]+/.exec(quantizationWords(name))?.[0]),
    );
    expect(bits).toEqual([...bits].sort((a, b) => b - a));
  });

  it('explains the prefix of files that keep some layers more precise', () => {
    expect(quantizationWords('UD-Q4_K_M')).toMatch(/4\.8 bits .*layers that matter most/);
  });

  it('goes by the number in a name that it does not know', () => {
    expect(quantizationWords('Q4_K_XL')).toBe(
      'weights stored in about 4 bits each; small and close to the original',
    );
    expect(quantizationWords('IQ2_NEW')).toContain('clearly worse');
  });

  it('claims nothing about a name without a number', () => {
    expect(quantizationWords('MOSTLY_MAGIC')).toMatch(/has no words for/);
  });
});
