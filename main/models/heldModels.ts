import type { KeptModel } from '../../preload/contract/models';
import type { KeptInference, RuntimeOptions } from '../workers/inference/protocol';

/** What the model process holds in memory, as far as it has told. */
export class HeldModels {
  #kept: readonly KeptInference[] = [];
  readonly #modelIds = new Map<string, string>();
  /** Options that a model in memory has been loaded with, by file. */
  readonly #runtimes = new Map<string, Set<string>>();

  /** A model is about to be loaded: should it stay in memory although that fails, it is known which one it is. */
  expect(modelPath: string, modelId: string): void {
    this.#modelIds.set(modelPath, modelId);
  }

  /** The options that a model has been loaded with, which therefore fit. */
  noteRuntime(modelPath: string, runtime: RuntimeOptions): void {
    const known = this.#runtimes.get(modelPath) ?? new Set();
    this.#runtimes.set(modelPath, known.add(JSON.stringify(runtime)));
  }

  update(kept: readonly KeptInference[]): void {
    this.#kept = kept;
    for (const path of [...this.#runtimes.keys()]) if (!this.has(path)) this.#runtimes.delete(path);
  }

  has(modelPath: string): boolean {
    return this.#kept.some((kept) => kept.modelPath === modelPath);
  }

  /** Whether this model is in memory and was loaded with the same options before. */
  hasRun(modelPath: string, runtime: RuntimeOptions): boolean {
    return this.has(modelPath) && (this.#runtimes.get(modelPath)?.has(JSON.stringify(runtime)) ?? false);
  }

  /** What all of them take of the main memory, and of graphics devices. */
  get memory(): { ramBytes: number; vramBytes: number } {
    return {
      ramBytes: this.#kept.reduce((sum, { ramBytes }) => sum + ramBytes, 0),
      vramBytes: this.#kept.reduce((sum, { vramBytes }) => sum + vramBytes, 0),
    };
  }

  /** For people. @param readyId the model that is not only kept, but ready */
  describe(readyId: string | null): KeptModel[] {
    return this.#kept.flatMap(({ modelPath, ramBytes, vramBytes }) => {
      const modelId = this.#modelIds.get(modelPath);
      return modelId === undefined || modelId === readyId ? [] : [{ modelId, bytes: ramBytes + vramBytes }];
    });
  }
}
