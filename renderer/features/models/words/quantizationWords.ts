/** How a quantisation stores the weights, and what that costs. */
interface QuantizationFacts {
  bitsPerWeight: number;
  effect: string;
}

const closest = 'hardly to be told from the original';
const close = 'close to the original';
const smallAndClose = 'small and close to the original';
const noticeable = 'smaller, with a loss that can be noticed';
const clear = 'very small, and clearly worse than the original';
const severe = 'as small as it gets, and often wrong';
const ternary = 'only for models that were trained with weights of −1, 0 and 1';
const exact = 'the model as it was published, nothing lost';

/** Bits as llama.cpp's own tables give them for a model of 7 to 8 B, where the layers kept more precise weigh little. */
const knownQuantizations: Readonly<Record<string, QuantizationFacts>> = {
  F32: { bitsPerWeight: 32, effect: 'exact, and twice as large as is of use' },
  F16: { bitsPerWeight: 16, effect: exact },
  BF16: { bitsPerWeight: 16, effect: exact },
  Q8_0: { bitsPerWeight: 8.5, effect: closest },
  Q8_1: { bitsPerWeight: 9, effect: closest },
  Q8_K: { bitsPerWeight: 9.1, effect: closest },
  Q6_K: { bitsPerWeight: 6.6, effect: closest },
  Q5_K_M: { bitsPerWeight: 5.7, effect: close },
  Q5_K_S: { bitsPerWeight: 5.5, effect: close },
  Q5_K: { bitsPerWeight: 5.7, effect: close },
  Q5_1: { bitsPerWeight: 6, effect: close },
  Q5_0: { bitsPerWeight: 5.5, effect: close },
  Q4_K_M: { bitsPerWeight: 4.8, effect: smallAndClose },
  Q4_K_S: { bitsPerWeight: 4.6, effect: smallAndClose },
  Q4_K: { bitsPerWeight: 4.8, effect: smallAndClose },
  Q4_1: { bitsPerWeight: 5, effect: 'small, an older way of storing with a little more loss' },
  Q4_0: { bitsPerWeight: 4.5, effect: 'small and quick, with a little more loss than Q4_K_M' },
  IQ4_NL: { bitsPerWeight: 4.5, effect: smallAndClose },
  IQ4_XS: { bitsPerWeight: 4.3, effect: smallAndClose },
  MXFP4: { bitsPerWeight: 4.3, effect: 'small; some models are published only like this' },
  MXFP4_MOE: { bitsPerWeight: 4.3, effect: 'small; some models are published only like this' },
  NVFP4: { bitsPerWeight: 4.5, effect: 'small; some models are published only like this' },
  Q3_K_L: { bitsPerWeight: 4.3, effect: noticeable },
  Q3_K_M: { bitsPerWeight: 3.9, effect: noticeable },
  Q3_K_S: { bitsPerWeight: 3.5, effect: noticeable },
  Q3_K: { bitsPerWeight: 3.9, effect: noticeable },
  IQ3_M: { bitsPerWeight: 3.7, effect: noticeable },
  IQ3_S: { bitsPerWeight: 3.4, effect: noticeable },
  IQ3_XS: { bitsPerWeight: 3.3, effect: noticeable },
  IQ3_XXS: { bitsPerWeight: 3.1, effect: noticeable },
  Q2_K: { bitsPerWeight: 2.9, effect: clear },
  Q2_K_S: { bitsPerWeight: 2.7, effect: clear },
  IQ2_M: { bitsPerWeight: 2.7, effect: clear },
  IQ2_S: { bitsPerWeight: 2.5, effect: clear },
  IQ2_XS: { bitsPerWeight: 2.3, effect: clear },
  IQ2_XXS: { bitsPerWeight: 2.1, effect: clear },
  IQ1_M: { bitsPerWeight: 1.8, effect: severe },
  IQ1_S: { bitsPerWeight: 1.6, effect: severe },
  TQ2_0: { bitsPerWeight: 2.1, effect: ternary },
  TQ1_0: { bitsPerWeight: 1.7, effect: ternary },
};

/** Of names that are not in the table, such as Q4_K_XL: by the number in them. */
const effectByWholeBits: readonly string[] = ['', severe, clear, noticeable, smallAndClose, close, closest];

/**
 * A quantisation in words, without its name: "weights stored in about 4.8 bits each; small and close to the original".
 * Understands the names of llama.cpp, also in small letters and with Unsloth's `UD-` before them.
 */
export function quantizationWords(quantization: string): string {
  const name = quantization.trim().toUpperCase();
  const plainName = name.replace(/^UD-/, '');
  const facts = knownQuantizations[plainName] ?? guessFacts(plainName);
  if (facts === null) return 'a way of storing the weights that Loam has no words for';
  const { bitsPerWeight, effect } = facts;
  const about = Number.isInteger(bitsPerWeight) && bitsPerWeight >= 16 ? '' : 'about ';
  const extra = plainName === name ? '' : '; the layers that matter most are kept more precise';
  return `weights stored in ${about}${bitsPerWeight} bits each; ${effect}${extra}`;
}

function guessFacts(name: string): QuantizationFacts | null {
  const wholeBits = Number(/^I?Q([1-8])(?:_|$)/.exec(name)?.[1]);
  if (Number.isNaN(wholeBits)) return null;
  return { bitsPerWeight: wholeBits, effect: effectByWholeBits[wholeBits] ?? closest };
}
