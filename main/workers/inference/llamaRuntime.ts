import { availableParallelism } from 'node:os';
import type * as NodeLlamaCpp from 'node-llama-cpp';
import type { Llama } from 'node-llama-cpp';
import type { WorkerLogger } from '../workerEndpoint';
import { numberedNames } from './deviceNames';
import { LlamaLog } from './llamaLog';
import type { MachineDevices } from './protocol';

/** The library as a value: only the worker's entry imports it. */
export type LlamaLibrary = typeof NodeLlamaCpp;

export interface RunningLlama {
  library: LlamaLibrary;
  llama: Llama;
  log: LlamaLog;
  /** Graphics devices that can take layers, each name once. */
  devices: readonly string[];
  /** More threads than this make llama.cpp slower, and its own default may be more. */
  physicalCores: number;
}

/** Starts llama.cpp from the prebuilt binary that came with the package; never builds or downloads one. */
export async function startLlama(
  library: LlamaLibrary,
  gpu: 'auto' | 'off',
  logger: WorkerLogger,
): Promise<RunningLlama> {
  const log = new LlamaLog(library, logger);
  const llama = await library.getLlama({
    gpu: gpu === 'auto' ? 'auto' : false,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    logLevel: library.LlamaLogLevel.warn,
    logger: (level, text) => log.receive(level, text),
  });
  return {
    library,
    llama,
    log,
    devices: llama.supportsGpuOffloading ? numberedNames(await llama.getGpuDeviceNames()) : [],
    physicalCores: Math.min(llama.cpuMathCores, availableParallelism()),
  };
}

export async function describeDevices({
  llama,
  devices,
  physicalCores,
}: RunningLlama): Promise<MachineDevices> {
  const { total, free } = await llama.getVramState();
  return { devices, vramTotalBytes: total, vramFreeBytes: free, physicalCores };
}
