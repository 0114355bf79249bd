import { join } from 'node:path';
import { LoamError } from '../../preload/contract/errors';
import { ask, loadInput, startInferenceClient, user } from '../../test/helpers/inference';
import { writeAbortingModel } from '../../test/helpers/modelFiles';
import type { LoadOutcome } from './campaign';

/** Loads files through the real worker, which may die over them. Whoever creates it disposes it. */
export class WorkerLoads {
  readonly #client = startInferenceClient({ loadStallTimeoutMs: 30_000 });
  readonly #pids = new Set<number>();

  /** How many processes it took so far. */
  get processCount(): number {
    return this.#pids.size;
  }

  async load(path: string): Promise<LoadOutcome> {
    // However many died before it.
    this.#client.reset();
    try {
      await this.#client.load(loadInput({ modelPath: path, contextSize: 512 }), () => this.#note());
      return 'loaded';
    } catch (error) {
      return outcomeOf(error);
    } finally {
      this.#note();
    }
  }

  /** Loads, without asking the validator, a file that llama.cpp aborts its process over. */
  async loadDeadly(folder: string): Promise<LoadOutcome> {
    return this.load(await writeAbortingModel(join(folder, 'deadly.gguf')));
  }

  /** What the sound starter model answers after all this. */
  async askStarterModel(question: string): Promise<string> {
    this.#client.reset();
    const { handle } = await this.#client.load(loadInput({ contextSize: 512 }), () => this.#note());
    return (await ask({ client: this.#client, handle }, [user(question)])).text;
  }

  dispose(): Promise<void> {
    return this.#client.dispose();
  }

  #note(): void {
    if (this.#client.pid !== undefined) this.#pids.add(this.#client.pid);
  }
}

function outcomeOf(error: unknown): LoadOutcome {
  if (!(error instanceof LoamError)) throw error;
  if (error.code === 'worker/crashed') return 'died';
  if (error.code === 'worker/unresponsive') return 'hung';
  if (error.code.startsWith('model/')) return 'refused';
  throw error;
}
