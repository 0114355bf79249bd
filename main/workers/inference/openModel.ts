import { createHash } from 'node:crypto';
import type { ChatWrapper, LlamaModel } from 'node-llama-cpp';
import { LoamError } from '../../../preload/contract/errors';
import type { FileStamp } from './adapters';
import { resolveTemplate } from './chatTemplate';
import type { RunningLlama } from './llamaRuntime';
import { loadFailure } from './loadFailure';
import type { LoadInput } from './protocol';

/** The weights of a model in memory. */
export interface OpenModel {
  /** Names the file and how it was loaded. */
  key: string;
  modelPath: string;
  modelName: string;
  running: RunningLlama;
  model: LlamaModel;
  /** On graphics devices. */
  gpuLayers: number;
  template: ChatWrapper;
  templateName: string;
  /** Known from the first context on. */
  messageOverheadTokens: number | undefined;
  /** By path: what llama.cpp keeps with the model once it was used. */
  adapters: Map<string, FileStamp>;
  lastUse: number;
}

/** Everything that takes loading the model again when it changes. */
export function modelKey(
  { bytes, modifiedMs }: FileStamp,
  { modelPath, gpuLayers, memoryMapping }: LoadInput,
  { devices }: RunningLlama,
): string {
  return nameOf([modelPath, bytes, modifiedMs, devices.length > 0 ? gpuLayers : 0, memoryMapping]);
}

/** A short name for any values that can be told apart as JSON. */
export function nameOf(parts: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);
}

/**
 * Loads a model file.
 *
 * @param signal stops the loading
 * @throws LoamError generation/cancelled, model/file-missing, model/out-of-memory, model/load-failed, model/template-failed; nothing stays loaded
 * then
 */
export async function openModel(
  running: RunningLlama,
  key: string,
  input: LoadInput,
  onProgress: (progress: number) => void,
  signal: AbortSignal,
): Promise<OpenModel> {
  const { modelPath, modelName } = input;
  const { outcome, said } = await running.log.listen(running.llama, () =>
    loadWeights(running, input, inSteps(onProgress), signal),
  );
  if (outcome.status === 'rejected') {
    if (signal.aborted) throw new LoamError('generation/cancelled', 'The loading was stopped.');
    throw loadFailure(running.library, modelName, { cause: outcome.reason, said });
  }
  const model = outcome.value;
  try {
    const { name, template } = resolveTemplate(running.library, model, modelName);
    return {
      key,
      modelPath,
      modelName,
      running,
      model,
      gpuLayers: running.devices.length > 0 ? model.gpuLayers : 0,
      template,
      templateName: name,
      messageOverheadTokens: undefined,
      adapters: new Map(),
      lastUse: 0,
    };
  } catch (error) {
    await model.dispose();
    throw loadFailure(running.library, modelName, { cause: error });
  }
}

async function loadWeights(
  { library, llama, devices }: RunningLlama,
  { modelPath, gpuLayers, contextSize, flashAttention, memoryMapping }: LoadInput,
  onLoadProgress: (progress: number) => void,
  loadSignal: AbortSignal,
): Promise<LlamaModel> {
  const options = {
    modelPath,
    useMmap: memoryMapping,
    defaultContextFlashAttention: flashAttention,
    onLoadProgress,
    loadSignal,
  };
  if (devices.length === 0) return llama.loadModel({ ...options, gpuLayers: 0 });
  if (gpuLayers !== 'auto') return llama.loadModel({ ...options, gpuLayers });
  try {
    return await llama.loadModel({ ...options, gpuLayers: { fitContext: { contextSize } } });
  } catch (error) {
    // Not even the context alone fits the graphics device beside what is on it.
    if (error instanceof library.InsufficientMemoryError)
      return llama.loadModel({ ...options, gpuLayers: 0 });
    throw error;
  }
}

/** Bytes of the weights and of the adapters that were used with them. */
export function modelBytes({ model, adapters }: OpenModel): { ram: number; vram: number } {
  const adapterBytes = [...adapters.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  const { ram, vram } = model.memoryUsage;
  return { ram: ram + adapterBytes, vram };
}

/** Passes progress on in steps of a hundredth; llama.cpp reports every tensor. */
function inSteps(onProgress: (progress: number) => void): (progress: number) => void {
  let reported = 0;
  return (progress) => {
    if (progress < 1 && progress - reported < 0.01) return;
    reported = progress;
    onProgress(Math.min(1, progress));
  };
}
