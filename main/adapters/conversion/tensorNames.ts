/** How the weights of one architecture are named and ordered in GGUF. */
export interface ArchitectureNames {
  /** GGUF names by the module's name inside a layer. */
  modules: ReadonlyMap<string, string>;
  /** Whether llama.cpp keeps the two halves of each query and key head interleaved, unlike the model's makers. */
  isRotaryInterleaved: boolean;
  /** Whether a change of the token embeddings means the same there as here; not where they are scaled in between. */
  hasPlainEmbeddings: boolean;
}

const separateModules = new Map([
  ['self_attn.q_proj', 'attn_q'],
  ['self_attn.k_proj', 'attn_k'],
  ['self_attn.v_proj', 'attn_v'],
  ['self_attn.o_proj', 'attn_output'],
  ['mlp.gate_proj', 'ffn_gate'],
  ['mlp.up_proj', 'ffn_up'],
  ['mlp.down_proj', 'ffn_down'],
]);
const fusedModules = new Map([
  ['self_attn.qkv_proj', 'attn_qkv'],
  ['self_attn.o_proj', 'attn_output'],
  ['mlp.gate_up_proj', 'ffn_up'],
  ['mlp.down_proj', 'ffn_down'],
]);

const llamaLike = { modules: separateModules, isRotaryInterleaved: true, hasPlainEmbeddings: true };
const qwenLike = { modules: separateModules, isRotaryInterleaved: false, hasPlainEmbeddings: true };
const gemmaLike = { modules: separateModules, isRotaryInterleaved: false, hasPlainEmbeddings: false };

// By general.architecture. Interleaving follows llama.cpp's converter of the whole models.
const architectures: ReadonlyMap<string, ArchitectureNames> = new Map([
  ['llama', llamaLike],
  ['mistral3', llamaLike],
  ['smollm3', llamaLike],
  ['granite', { ...llamaLike, hasPlainEmbeddings: false }],
  ['qwen2', qwenLike],
  ['qwen3', qwenLike],
  ['olmo2', qwenLike],
  ['gemma', gemmaLike],
  ['gemma2', gemmaLike],
  ['gemma3', gemmaLike],
  ['phi3', { modules: fusedModules, isRotaryInterleaved: false, hasPlainEmbeddings: true }],
]);

export const tokenEmbeddingName = 'token_embd.weight';

/** Null for an architecture whose adapters we cannot convert. */
export function namesOfArchitecture(architecture: string): ArchitectureNames | null {
  return architectures.get(architecture) ?? null;
}

// A model that also sees pictures keeps its language model one level deeper, in one of two places.
const layerModule = /^(?:model\.)?(?:language_model\.)?(?:model\.)?layers\.(\d{1,4})\.([\w.]+)$/;
const embeddingModule = /^(?:model\.)?(?:language_model\.)?(?:model\.)?embed_tokens$/;
const headModule = /^(?:language_model\.)?lm_head$/;

export interface WeightName {
  /** The base's GGUF tensor, such as `blk.0.attn_q.weight`. */
  name: string;
  /** Null for a weight outside the layers. */
  layer: number | null;
  /** Of its kind, such as `attn_q`. */
  kind: string;
}

/** The GGUF name of a module of the model as its makers name it; null when this architecture has no such weight. */
export function weightNameOf(module: string, names: ArchitectureNames): WeightName | null {
  const [, layer, inner] = layerModule.exec(module) ?? [];
  const kind = names.modules.get(inner ?? '');
  if (layer !== undefined && kind !== undefined) {
    return { name: `blk.${Number(layer)}.${kind}.weight`, layer: Number(layer), kind };
  }
  if (headModule.test(module)) return { name: 'output.weight', layer: null, kind: 'output' };
  if (embeddingModule.test(module) && names.hasPlainEmbeddings) {
    return { name: tokenEmbeddingName, layer: null, kind: 'token_embd' };
  }
  return null;
}
