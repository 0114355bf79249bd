import { quoted } from './displayText';
import type { GgufTensor } from './ggufHeader';
import { HeaderFault } from './headerFault';

/** The two thin matrices that an adapter puts in place of one change to a tensor of the model. */
export interface LoraPair {
  /** The tensor of the model, such as `blk.0.attn_q.weight`. */
  target: string;
  a: GgufTensor;
  b: GgufTensor;
}

const half = /^(?<target>.+)\.lora_(?<side>[ab])$/s;
/** Left out by llama.cpp. */
const ignoredTensor = /_norm\.weight$/;

/** Throws a HeaderFault for a tensor that is neither of them, or whose other half is missing. */
export function loraPairs(tensors: readonly GgufTensor[]): LoraPair[] {
  const halves = new Map<string, { a?: GgufTensor; b?: GgufTensor }>();
  for (const tensor of tensors) {
    const { target, side } = half.exec(tensor.name)?.groups ?? {};
    if (target === undefined) {
      if (ignoredTensor.test(tensor.name)) continue;
      throw new HeaderFault(`its tensor ${quoted(tensor.name)} is not one of a LoRA adapter`);
    }
    const known = halves.get(target) ?? {};
    halves.set(target, side === 'a' ? { ...known, a: tensor } : { ...known, b: tensor });
  }
  return [...halves].map(([target, { a, b }]) => {
    if (a && b) return { target, a, b };
    throw new HeaderFault(`its change to ${quoted(target)} is missing one of its two halves`);
  });
}

/** Where the rank stands: llama.cpp has the first half of the input embedding the other way round. */
export function rankOf({ target, a, b }: LoraPair): { ofA: number; ofB: number } {
  const axisOfA = target === 'token_embd.weight' ? 0 : 1;
  return { ofA: a.dimensions[axisOfA] ?? 1, ofB: b.dimensions[0] ?? 1 };
}
