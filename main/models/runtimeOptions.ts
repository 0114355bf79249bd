import type { Settings } from '../../preload/contract/settings';
import type { RuntimeOptions } from '../workers/inference/protocol';

/** The settings that decide where and how a model runs. */
export type RuntimeSettings = Pick<
  Settings,
  'gpu' | 'gpuLayers' | 'contextSize' | 'threads' | 'flashAttention' | 'memoryMapping' | 'modelMemoryBytes'
>;

/** The settings in the words of the model process. */
export function runtimeOptions(settings: RuntimeSettings): RuntimeOptions {
  const { gpu, gpuLayers, contextSize, threads, flashAttention, memoryMapping } = settings;
  return {
    gpu,
    gpuLayers,
    contextSize,
    threads: threads === 'auto' ? null : threads,
    flashAttention: flashAttention === 'auto' ? 'auto' : flashAttention === 'on',
    memoryMapping,
  };
}

/**
 * Bytes that models may take together: what the user set, else half of what programs can still take now and what the
 * models hold already, so that a model used a moment ago stays while nothing else needs its memory.
 */
export function memoryBudgetBytes(
  { modelMemoryBytes }: Pick<RuntimeSettings, 'modelMemoryBytes'>,
  availableBytes: number,
  keptBytes: number,
): number {
  return modelMemoryBytes === 'auto' ? Math.floor((availableBytes + keptBytes) / 2) : modelMemoryBytes;
}
