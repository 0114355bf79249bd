import { displayText } from './displayText';
import type { GgufHeader, GgufValue } from './ggufHeader';
import { loraPairs, rankOf } from './loraPairs';

const maxNameLength = 120;

/** What the file of an adapter says about it. Texts are fit to be shown. */
export interface AdapterFacts {
  architecture: string;
  alpha: number;
  /** Where its tensors differ, the most of any. */
  rank: number;
  /** What it changes in the model's layers, such as `attn_q`; each once, in the order of the file. */
  targets: string[];
  name: string | null;
  /** The model it was made for, as its maker put it. */
  baseName: string | null;
  /** How many tensors of the model it changes. */
  pairCount: number;
}

/** For a header that `checkAdapterHeader` found nothing against. */
export function describeAdapter({ metadata, tensors }: GgufHeader): AdapterFacts {
  const pairs = loraPairs(tensors);
  return {
    architecture: textOf(metadata.get('general.architecture')) ?? '',
    alpha: Number(metadata.get('adapter.lora.alpha')),
    rank: Math.max(0, ...pairs.map((pair) => rankOf(pair).ofA)),
    targets: [...new Set(pairs.map(({ target }) => kindOf(target)))],
    name: textOf(metadata.get('general.name')),
    baseName: textOf(metadata.get('general.base_model.0.name')),
    pairCount: pairs.length,
  };
}

/** `blk.3.attn_q.weight` changes `attn_q`. */
function kindOf(target: string): string {
  return displayText(target.replace(/^blk\.\d+\./, '').replace(/\.weight$/, ''), maxNameLength);
}

function textOf(value: GgufValue | undefined): string | null {
  return typeof value === 'string' ? displayText(value, maxNameLength) || null : null;
}
