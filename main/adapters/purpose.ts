import { displayText, grouped, quoted } from '../models/gguf/displayText';
import type { PeftAdapter } from './conversion/peftAdapter';
import type { ComparedHeader } from './checkCompatibility';

/** Weights whose inputs are as wide as their model. */
const fromFullWidth = /\.(?:attn_(?:q|k|v|qkv)|ffn_(?:gate|up))\.weight\.lora_a$/;
const modulesFromFullWidth = /\.(?:[qkv]_proj|qkv_proj|gate_proj|up_proj|gate_up_proj)$/;

/** What an adapter's file says it is for, as a sentence for people; empty where it says nothing. */
export function purposeOf({ metadata, tensors }: ComparedHeader): string {
  const architecture = metadata.get('general.architecture');
  const baseName = metadata.get('general.base_model.0.name');
  return sentence({
    kind: typeof architecture === 'string' ? quoted(architecture) : null,
    width: tensors.find(({ name }) => fromFullWidth.test(name))?.dimensions[0],
    baseName: typeof baseName === 'string' ? baseName : null,
  });
}

export function purposeOfPeft({ config, pairs }: PeftAdapter): string {
  return sentence({
    kind: null,
    width: pairs.find(({ module }) => modulesFromFullWidth.test(module))?.a.shape[1],
    baseName: config.baseName?.split(/[/\\]+/).findLast((part) => part !== '') ?? null,
  });
}

function sentence(facts: {
  kind: string | null;
  width: number | undefined;
  baseName: string | null;
}): string {
  const model = [
    ...(facts.kind === null ? [] : [`of the kind ${facts.kind}`]),
    ...(facts.width === undefined ? [] : [`${grouped(facts.width)} wide`]),
  ].join(', ');
  const named = facts.baseName === null ? '' : displayText(facts.baseName, 100);
  if (named !== '') return `It was made for ${named}${model === '' ? '' : ` (a model ${model})`}.`;
  return model === '' ? '' : `It was made for a model ${model}.`;
}
