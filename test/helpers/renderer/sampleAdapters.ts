import type { Adapter } from '../../../preload/contract/adapters';
import type { Comparison, ComparisonColumn, ComparisonSetup } from '../../../preload/contract/comparisons';
import type { Provenance } from '../../../preload/contract/conversations';
import { defaultSampling } from '../../../preload/contract/sampling';
import { sampleProvenance } from './sampleChat';

/** An adapter for the sample model. */
export function sampleAdapter(changes: Partial<Adapter> = {}): Adapter {
  return {
    id: 'pirate',
    name: 'Pirate',
    version: 1,
    architecture: 'llama',
    baseName: 'SmolLM2 135M Instruct',
    baseModelId: 'starter',
    baseModelSha256: 'a'.repeat(64),
    rank: 8,
    alpha: 16,
    targets: ['attn_q', 'attn_v', 'ffn_up'],
    bytes: 4_880_000,
    sha256: 'b'.repeat(64),
    origin: 'file',
    source: 'pirate.gguf',
    notes: '',
    createdAt: Date.now(),
    archivedAt: null,
    isPresent: true,
    useCount: 0,
    lastUsedAt: null,
    ...changes,
  };
}

/** The sample adapter as an answer's provenance names it. */
export function usedAdapter(scale = 1): Provenance['adapters'][number] {
  return { id: 'pirate', name: 'Pirate', version: 1, sha256: 'b'.repeat(64), scale };
}

export const bareSetup: ComparisonSetup = { modelId: 'starter', adapters: [] };
export const pirateSetup: ComparisonSetup = {
  modelId: 'starter',
  adapters: [{ adapterId: 'pirate', scale: 0.8 }],
};

/** A finished answer of a comparison. */
export function sampleColumn(
  setup: ComparisonSetup,
  changes: Partial<ComparisonColumn> = {},
): ComparisonColumn {
  return {
    setup,
    text: setup.adapters.length === 0 ? 'Hello.' : 'Ahoy, matey!',
    status: 'complete',
    error: null,
    provenance: sampleProvenance({ adapters: setup.adapters.map(({ scale }) => usedAdapter(scale)) }),
    ...changes,
  };
}

/** A finished comparison of the sample model without and with the sample adapter. */
export function sampleComparison(changes: Partial<Comparison> = {}): Comparison {
  return {
    id: 'k1',
    createdAt: 1_700_000_000_000,
    question: 'Who are you?',
    systemPrompt: '',
    sampling: defaultSampling,
    seed: 42,
    isBlind: false,
    columns: [sampleColumn(bareSetup), sampleColumn(pirateSetup)],
    choice: null,
    ...changes,
  };
}

/** The same, as the core shows it while who answered is hidden. */
export function veiledComparison(changes: Partial<Comparison> = {}): Comparison {
  const columns = [sampleColumn(bareSetup), sampleColumn(pirateSetup)].map((column) => ({
    ...column,
    setup: null,
    provenance: null,
  }));
  return sampleComparison({ isBlind: true, columns, ...changes });
}
