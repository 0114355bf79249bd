import { z } from 'zod';
import { invalidModel } from './modelErrors';
import type { ModelFiles } from './modelFolder';
import type { OutputKind } from './threadMessages';

/** Attention takes the square of the length, and passages as long as this find no better. */
const maxTokensRead = 512;

const modelSchema = z.object({
  model_type: z.string().nullish(),
  architectures: z.array(z.string()).nullish(),
  max_position_embeddings: z.number().int().positive().nullish(),
  num_hidden_layers: z.number().int().positive().nullish(),
  num_attention_heads: z.number().int().positive().nullish(),
  hidden_act: z.unknown().optional(),
  layer_norm_eps: z.number().nullish(),
  position_embedding_type: z.string().nullish(),
});
const tokenizerSchema = z.object({ model_max_length: z.number().positive().nullish() });
const sentenceSchema = z.object({ max_seq_length: z.number().int().positive().nullish() });
const promptsSchema = z.object({ prompts: z.record(z.string(), z.string()).nullish() });
const modulesSchema = z.array(z.object({ type: z.string() }));
const poolingSchema = z.object({
  pooling_mode: z.union([z.string(), z.array(z.string())]).nullish(),
  pooling_mode_cls_token: z.boolean().nullish(),
  pooling_mode_mean_tokens: z.boolean().nullish(),
  pooling_mode_mean_sqrt_len_tokens: z.boolean().nullish(),
  pooling_mode_max_tokens: z.boolean().nullish(),
  pooling_mode_lasttoken: z.boolean().nullish(),
});

export type ModelConfig = z.infer<typeof modelSchema>;

export interface ModelSettings {
  kind: 'embedder' | 'reranker';
  config: ModelConfig;
  /** Of a text, special tokens included. */
  maxTokens: number;
  output: OutputKind;
  /** What its makers put before a question and before a passage. */
  queryPrefix: string;
  passagePrefix: string;
}

/**
 * What a model's files say about its use.
 *
 * @throws LoamError embedder/file-invalid when they contradict themselves or ask for what Loam does not do
 */
export function readModelSettings(files: ModelFiles): ModelSettings {
  const config = parse(files, 'config.json', modelSchema);
  const kind = isReranker(config) ? 'reranker' : 'embedder';
  const prompts = parse(files, 'config_sentence_transformers.json', promptsSchema).prompts ?? {};
  return {
    kind,
    config,
    maxTokens: readMaxTokens(files, config),
    output: kind === 'reranker' ? 'raw' : readPooling(files),
    queryPrefix: prompts['query'] ?? '',
    passagePrefix: prompts['passage'] ?? prompts['document'] ?? '',
  };
}

function isReranker({ architectures }: ModelConfig): boolean {
  return architectures?.some((name) => name.endsWith('ForSequenceClassification')) ?? false;
}

function readMaxTokens(files: ModelFiles, config: ModelConfig): number {
  const sentence = parse(files, 'sentence_bert_config.json', sentenceSchema).max_seq_length;
  const tokenizer = parse(files, 'tokenizer_config.json', tokenizerSchema).model_max_length;
  // The RoBERTa family numbers its places from 2.
  const isShifted = /roberta/.test(config.model_type ?? '');
  const places = (config.max_position_embeddings ?? maxTokensRead) - (isShifted ? 2 : 0);
  const limit = Math.floor(Math.min(sentence ?? Infinity, tokenizer ?? Infinity, places, maxTokensRead));
  if (limit < 8) throw invalidModel(files.name, `it reads no more than ${limit} tokens`);
  return limit;
}

function readPooling(files: ModelFiles): OutputKind {
  const modules = parse(files, 'modules.json', modulesSchema, []);
  const further = modules.find(({ type }) => !/\.(Transformer|Pooling|Normalize)$/.test(type));
  if (further) {
    throw invalidModel(
      files.name,
      `it needs a further layer (${further.type.split('.').at(-1) ?? ''}) that Loam lacks`,
    );
  }
  const pooling = parse(files, '1_Pooling/config.json', poolingSchema);
  const named = [pooling.pooling_mode ?? []].flat();
  const has = (flag: boolean | null | undefined, name: string): boolean =>
    flag === true || named.includes(name);
  const kinds: OutputKind[] = [
    ...(has(pooling.pooling_mode_cls_token, 'cls') ? (['first-token'] as const) : []),
    ...(has(pooling.pooling_mode_max_tokens, 'max') ? (['max'] as const) : []),
    ...(has(pooling.pooling_mode_lasttoken, 'lasttoken') ? (['last-token'] as const) : []),
    // The two differ in length only, and every vector gets length 1.
    ...(has(pooling.pooling_mode_mean_tokens, 'mean') ||
    has(pooling.pooling_mode_mean_sqrt_len_tokens, 'mean_sqrt_len_tokens')
      ? (['mean'] as const)
      : []),
  ];
  const [kind, ...rest] = kinds;
  if (rest.length > 0)
    throw invalidModel(files.name, 'it joins several vectors into one, which Loam does not do');
  if (kind === undefined && files.json.has('1_Pooling/config.json')) {
    throw invalidModel(files.name, 'it joins the vectors of tokens in a way that Loam does not know');
  }
  return kind ?? 'mean';
}

/** A file that is not there is like an empty one. */
function parse<Output>(
  { json, name }: ModelFiles,
  path: string,
  fileSchema: z.ZodType<Output>,
  missing: unknown = {},
): Output {
  const result = fileSchema.safeParse(json.get(path) ?? missing);
  if (result.success) return result.data;
  throw invalidModel(name, `${path} is not what Loam knows by this name`, result.error);
}
