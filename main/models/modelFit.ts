import { LoamError } from '../../preload/contract/errors';
import type { Fit, Machine } from '../../preload/contract/fit';
import type { InferenceClient } from '../workers/inference/client';
import type { RuntimeOptions } from '../workers/inference/protocol';
import { judgeFit } from './fit/judgeFit';
import { measureMachine } from './machine';
import type { ShelvedModel } from './modelShelf';

export interface ModelFitOptions {
  client: InferenceClient;
  modelsFolder: string;
  /** Bytes of weights that were read in a second when models wrote here lately; null before the first answer. */
  measuredBytesPerSecond(): Promise<number | null>;
}

/** What models in memory take. */
export interface HeldMemory {
  ramBytes: number;
  vramBytes: number;
}

/** Whether installed models fit this computer, by llama.cpp's own estimate of each file. */
export class ModelFit {
  readonly #options: ModelFitOptions;

  constructor(options: ModelFitOptions) {
    this.#options = options;
  }

  /** @param gpu which graphics devices count */
  async machine(gpu: RuntimeOptions['gpu']): Promise<Machine> {
    const { client, modelsFolder } = this.#options;
    return measureMachine(await client.devices(gpu), modelsFolder);
  }

  /**
   * @param model its header must have been checked
   * @param held what models in memory would give back for this one
   */
  async judge({ installed, paths }: ShelvedModel, runtime: RuntimeOptions, held: HeldMemory): Promise<Fit> {
    const { threads: _threads, ...options } = runtime;
    const needs = await this.#options.client.estimate({
      ...options,
      modelPath: paths[0],
      modelName: installed.name,
    });
    const machine = await this.machine(runtime.gpu);
    return judgeFit({
      needs,
      basis: 'measured',
      machine: {
        ...machine,
        ramAvailableBytes: Math.min(machine.ramTotalBytes, machine.ramAvailableBytes + held.ramBytes),
        vramFreeBytes: Math.min(machine.vramTotalBytes, machine.vramFreeBytes + held.vramBytes),
      },
      fileBytes: installed.bytes,
      measuredBytesPerSecond: await this.#options.measuredBytesPerSecond(),
    });
  }

  /** @throws LoamError model/too-large */
  async requireFit(model: ShelvedModel, runtime: RuntimeOptions, held: HeldMemory): Promise<void> {
    const { verdict, reason } = await this.judge(model, runtime, held);
    if (verdict !== 'too-large') return;
    throw new LoamError(
      'model/too-large',
      `${model.installed.name} does not fit this computer. ${reason} Choose a smaller model, or a smaller context in the settings.`,
    );
  }
}
