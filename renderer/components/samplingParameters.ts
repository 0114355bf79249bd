import type { Sampling } from '../../preload/contract/sampling';

type NumberField = {
  [Field in keyof Sampling]: Sampling[Field] extends number ? Field : never;
}[keyof Sampling];

/** How one sampling number is set and what it does, in words for people who never met it. */
export interface SamplingParameter {
  field: NumberField;
  label: string;
  help: string;
  min: number;
  max: number;
  step: number;
  decimals: number;
}

/** The one most people want. */
export const temperatureParameter: SamplingParameter = {
  field: 'temperature',
  label: 'Temperature',
  help: 'How freely words are picked. Low keeps to the likeliest: steady, good for facts. High is more varied and more often wrong.',
  min: 0,
  max: 2,
  step: 0.05,
  decimals: 2,
};

/** The rest, in the order in which the model applies them. */
export const fineParameters: readonly SamplingParameter[] = [
  {
    field: 'topK',
    label: 'Top K',
    help: 'Only this many of the likeliest words are considered. 0 considers all.',
    min: 0,
    max: 500,
    step: 5,
    decimals: 0,
  },
  {
    field: 'topP',
    label: 'Top P',
    help: 'Considers the likeliest words until their chances add up to this share. 1 considers all.',
    min: 0.05,
    max: 1,
    step: 0.05,
    decimals: 2,
  },
  {
    field: 'minP',
    label: 'Min P',
    help: 'Drops words less likely than this share of the likeliest one. 0 drops none.',
    min: 0,
    max: 1,
    step: 0.01,
    decimals: 2,
  },
  {
    field: 'repeatPenalty',
    label: 'Repeat penalty',
    help: 'Makes words that were just used less likely. 1 is off; above 1.3 the text may turn odd.',
    min: 1,
    max: 2,
    step: 0.05,
    decimals: 2,
  },
];

/** Sampling numbers between 0 and 1 step unevenly in binary; this is what the user meant. */
export function roundTo(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
