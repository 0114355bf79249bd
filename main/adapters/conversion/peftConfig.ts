import { z } from 'zod';
import { quoted } from '../../models/gguf/displayText';

const flagSchema = z.boolean().nullish();
const rankSchema = z.number().int().min(1).max(4_096);
const alphaSchema = z.number().positive().max(1e9);

const configSchema = z.looseObject({
  peft_type: z.string(),
  base_model_name_or_path: z.string().nullish(),
  r: rankSchema,
  lora_alpha: alphaSchema,
  rank_pattern: z.record(z.string(), rankSchema).nullish(),
  alpha_pattern: z.record(z.string(), alphaSchema).nullish(),
  use_rslora: flagSchema,
  lora_bias: flagSchema,
  fan_in_fan_out: flagSchema,
  bias: z.string().nullish(),
  modules_to_save: z.array(z.string()).nullish(),
  target_parameters: z.array(z.string()).nullish(),
  trainable_token_indices: z.unknown().optional(),
  layer_replication: z.unknown().optional(),
  alora_invocation_tokens: z.array(z.number()).nullish(),
  init_lora_weights: z.union([z.boolean(), z.string()]).nullish(),
});
type RawConfig = z.infer<typeof configSchema>;

/** What a PEFT adapter's configuration says about how its weights are meant. */
export interface PeftConfig {
  /** As its maker named it, a hub's repository or a folder's path; null where it is not said. */
  baseName: string | null;
  /** The rank of every weight that has no other in its shape. */
  rank: number;
  alpha: number;
  /** All ranks there may be. */
  ranks: readonly number[];
  /** Alphas of single weights, by the end of the module's name. The first that fits counts. */
  alphaByModule: readonly (readonly [module: string, alpha: number])[];
  /** The strength is alpha through the root of the rank, not through the rank. */
  isRankStabilised: boolean;
}

/** `reason` is a clause for people. */
export type PeftConfigVerdict = { isValid: true; config: PeftConfig } | { isValid: false; reason: string };

/** Ways of beginning a training that leave the base as it was. */
const harmlessStarts = ['gaussian', 'eva', 'orthogonal'];

/** They tell how a training began or ran on several machines, and init_lora_weights says whether that matters. */
const harmlessConfigs = ['corda_config', 'eva_config', 'loftq_config', 'lora_ga_config', 'megatron_config'];

/** What llama.cpp cannot do or we do not convert, each with the words for it. */
const refusals: readonly (readonly [applies: (config: RawConfig) => boolean, reason: string])[] = [
  [({ peft_type }) => peft_type !== 'LORA', 'it is not a LoRA adapter but another kind of fine-tuning'],
  [
    ({ modules_to_save }) => Boolean(modules_to_save?.length),
    'it replaces whole parts of its base (modules_to_save), which a LoRA file cannot hold',
  ],
  [
    ({ lora_bias, bias }) => lora_bias === true || (typeof bias === 'string' && bias !== 'none'),
    'it also trains biases, which a LoRA file cannot hold',
  ],
  [
    ({ fan_in_fan_out }) => fan_in_fan_out === true,
    'its weights are stored the other way round (fan_in_fan_out)',
  ],
  [
    ({ target_parameters }) => Boolean(target_parameters?.length),
    'it trains bare parameters (target_parameters)',
  ],
  [
    ({ trainable_token_indices }) => isGiven(trainable_token_indices),
    'it retrains single tokens (trainable_token_indices)',
  ],
  [
    ({ layer_replication }) => isGiven(layer_replication),
    'it repeats layers of its base (layer_replication)',
  ],
  [
    ({ alora_invocation_tokens }) => Boolean(alora_invocation_tokens?.length),
    'it works only after certain words (an activated LoRA)',
  ],
  [
    ({ init_lora_weights: start }) => typeof start === 'string' && !harmlessStarts.includes(start),
    'its training altered the base itself (init_lora_weights); ask its maker for the converted version',
  ],
];

/** Reads the text of adapter_config.json. */
export function parsePeftConfig(text: string): PeftConfigVerdict {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return refused('its adapter_config.json is not readable JSON');
  }
  const parsed = configSchema.safeParse(json);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join('.') ?? '';
    return refused(
      field === ''
        ? 'its adapter_config.json is not the configuration of a PEFT adapter'
        : `its adapter_config.json has no usable ${quoted(field)}`,
    );
  }
  const reason = refusalOf(parsed.data);
  return reason === null ? { isValid: true, config: configOf(parsed.data) } : refused(reason);
}

/** The alpha of one weight. */
export function alphaOf({ alpha, alphaByModule }: PeftConfig, module: string): number {
  return alphaByModule.find(([end]) => module === end || module.endsWith(`.${end}`))?.[1] ?? alpha;
}

function refusalOf(config: RawConfig): string | null {
  const known = refusals.find(([applies]) => applies(config));
  if (known) return known[1];
  const variant = Object.entries(config).find(([key, value]) => isVariant(key, value))?.[0];
  if (variant !== undefined) {
    return `it uses a variant of LoRA that cannot be converted (${quoted(variant)})`;
  }
  const patterns = [...Object.keys(config.rank_pattern ?? {}), ...Object.keys(config.alpha_pattern ?? {})];
  const odd = patterns.find((pattern) => !/^\^?[\w.-]+$/.test(pattern));
  return odd === undefined ? null : `it names weights by a pattern (${quoted(odd)})`;
}

/** Whatever a newer PEFT may add under such a name changes how the weights are meant. */
function isVariant(key: string, value: unknown): boolean {
  if (key.startsWith('use_')) return value === true && key !== 'use_rslora';
  return key.endsWith('_config') && !harmlessConfigs.includes(key) && isGiven(value);
}

function configOf(config: RawConfig): PeftConfig {
  const { r, lora_alpha, rank_pattern, alpha_pattern, use_rslora, base_model_name_or_path } = config;
  return {
    baseName: base_model_name_or_path ?? null,
    rank: r,
    alpha: lora_alpha,
    ranks: [...new Set([r, ...Object.values(rank_pattern ?? {})])],
    alphaByModule: Object.entries(alpha_pattern ?? {}).map(
      ([pattern, alpha]) => [pattern.replace(/^\^/, ''), alpha] as const,
    ),
    isRankStabilised: use_rslora === true,
  };
}

function isGiven(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== false;
}

function refused(reason: string): PeftConfigVerdict {
  return { isValid: false, reason };
}
