import type { LoadedModel, ModelStatus } from '../../../../preload/contract/models';
import { formatBytes, formatCount } from '../../../components/formatting';
import { deviceWords, layersWords, onOrOff } from '../../models/status/reallyUsedWords';

/** What the loaded model really got, in words for each setting; null while none is loaded. */
export type ReallyUsedNow = Record<
  'gpu' | 'gpuLayers' | 'contextSize' | 'threads' | 'flashAttention' | 'memoryMapping' | 'modelMemoryBytes',
  string
> | null;

export function reallyUsedNow(status: ModelStatus | undefined): ReallyUsedNow {
  if (status?.state !== 'ready') return null;
  const { loaded, kept } = status;
  return {
    gpu: deviceWords(loaded),
    gpuLayers: layersWords(loaded),
    contextSize: `${formatCount(loaded.contextSize)} tokens${limitWords(loaded)}`,
    threads: formatCount(loaded.threads),
    flashAttention: onOrOff(loaded.flashAttention),
    memoryMapping: onOrOff(loaded.memoryMapping),
    modelMemoryBytes: memoryWords(loaded, kept),
  };
}

function limitWords({ contextSize, trainContextSize }: LoadedModel): string {
  return contextSize >= trainContextSize ? ', the most this model was trained for' : '';
}

function memoryWords(
  { ramBytes, vramBytes }: LoadedModel,
  kept: Extract<ModelStatus, { state: 'ready' }>['kept'],
): string {
  const loaded = formatBytes(ramBytes + vramBytes);
  if (kept.length === 0) return `${loaded}, for the loaded model alone`;
  const keptBytes = kept.reduce((total, { bytes }) => total + bytes, 0);
  const keptModels = kept.length === 1 ? 'a kept model' : `${kept.length} kept models`;
  return `${loaded}, and ${formatBytes(keptBytes)} for ${keptModels}`;
}
