import { availableParallelism } from 'node:os';
import type * as NodeLlamaCpp from 'node-llama-cpp';
import type { Llama, LlamaLogLevel } from 'node-llama-cpp';
import type { WorkerLogger } from '../workerEndpoint';

/** The library as a value: only the worker's entry imports it. */
export type LlamaLibrary = typeof NodeLlamaCpp;

export interface RunningLlama {
  llama: Llama;
  /** The most that are used at a time. */
  threads: number;
}

/**
 * Starts llama.cpp from the prebuilt binary that came with the package; never builds or downloads one.
 *
 * @param threads null: one for each physical core. More than that makes llama.cpp slower, and its own default may be
 */
export async function startLlama(
  library: LlamaLibrary,
  gpu: 'auto' | 'off',
  threads: number | null,
  logger: WorkerLogger,
): Promise<RunningLlama> {
  const llama = await library.getLlama({
    gpu: gpu === 'auto' ? 'auto' : false,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    logLevel: library.LlamaLogLevel.warn,
    logger: (level) => noteLlamaLog(library, level, logger),
  });
  return { llama, threads: threads ?? Math.min(llama.cpuMathCores, availableParallelism()) };
}

/** `cpu`, or the name of the device that holds layers of the model. */
export async function deviceName(llama: Llama, gpuLayers: number): Promise<string> {
  if (llama.gpu === false || gpuLayers === 0) return 'cpu';
  const [name] = await llama.getGpuDeviceNames();
  return name ?? llama.gpu;
}

/** The log takes no free text, so only the fact is noted. */
function noteLlamaLog(library: LlamaLibrary, level: LlamaLogLevel, logger: WorkerLogger): void {
  const { error, fatal } = library.LlamaLogLevel;
  if (level === error || level === fatal) logger.warn('llama.cpp reported an error');
  else logger.debug('llama.cpp warned');
}
