import type { GgufInsights } from 'node-llama-cpp';
import { LoamError } from '../../../preload/contract/errors';
import { systemTimers } from '../timers';
import type { RunningLlama } from './llamaRuntime';
import { loadFailure } from './loadFailure';
import type { EstimateInput, MemoryEstimate } from './protocol';

const estimateDeadlineMs = 30_000;

/**
 * What a model with one context would take, by llama.cpp's own measure: it goes through the loading without reading or
 * reserving anything.
 *
 * @throws LoamError model/file-missing, model/load-failed
 */
export async function estimateMemory(running: RunningLlama, input: EstimateInput): Promise<MemoryEstimate> {
  const { promise: deadline, reject } = Promise.withResolvers<never>();
  const cancel = systemTimers.after(estimateDeadlineMs, () => reject(tooSlow(input.modelName)));
  try {
    return await Promise.race([estimate(running, input), deadline]);
  } catch (error) {
    throw loadFailure(running.library, input.modelName, { cause: error });
  } finally {
    cancel();
  }
}

async function estimate(
  { library, llama, devices }: RunningLlama,
  input: EstimateInput,
): Promise<MemoryEstimate> {
  const fileInfo = await library.readGgufFileInfo(input.modelPath, {
    sourceType: 'filesystem',
    logWarnings: false,
  });
  const insights = await library.GgufInsights.from(fileInfo, llama);
  const contextSize = Math.min(input.contextSize, insights.trainContextSize ?? input.contextSize);
  const flashAttention = insights.flashAttentionSupported && input.flashAttention;
  const gpuLayers =
    devices.length === 0 ? 0 : await layersFor(insights, { ...input, contextSize, flashAttention });
  const model = await insights.estimateModelResourceRequirementsV2({
    gpuLayers,
    useMmap: input.memoryMapping,
  });
  const context = await insights.estimateContextResourceRequirementsV2({
    contextSize,
    modelGpuLayers: gpuLayers,
    sequences: 1,
    flashAttention,
    useMmap: input.memoryMapping,
  });
  return {
    ramBytes: model.cpuRam + context.cpuRam,
    vramBytes: model.gpuVram + context.gpuVram,
    gpuLayers,
    totalLayers: insights.totalLayers,
    contextSize,
  };
}

async function layersFor(
  insights: GgufInsights,
  { gpuLayers, contextSize, flashAttention, memoryMapping }: EstimateInput,
): Promise<number> {
  const wanted = gpuLayers === 'auto' ? { fitContext: { contextSize } } : gpuLayers;
  const resolved = await insights.configurationResolver.resolveModelGpuLayersV2(wanted, {
    defaultContextFlashAttention: flashAttention,
    useMmap: memoryMapping,
    // Whether it fits is for the caller to say, who needs the numbers for that.
    ignoreMemorySafetyChecks: true,
  });
  return resolved.gpuLayers;
}

function tooSlow(modelName: string): LoamError {
  return new LoamError(
    'model/load-failed',
    `${modelName} could not be measured in time: its file may be damaged. Get the file again or choose another model.`,
  );
}
