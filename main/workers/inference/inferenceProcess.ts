import type { RequestName } from '../messages';
import type { SupervisedProcess } from '../supervisor';
import type { RequestOptions } from '../supervisorOptions';
import { type DevicePlace, deviceMissing } from './namedDevice';
import type { InferenceProtocol } from './protocol';

/** Which graphics devices a process sees: those there are, none, or one, by its place in the driver's list. */
export type DeviceChoice = 'auto' | 'off' | { index: number };

type Requests = InferenceProtocol['requests'];
type Supervised = SupervisedProcess<InferenceProtocol>;

/**
 * An inference process for one choice of graphics devices at a time: another choice ends it and starts another, once the
 * calls that are under way have their answers.
 */
export class InferenceProcess {
  readonly #create: (choice: DeviceChoice) => Supervised;
  #choice: DeviceChoice = 'auto';
  /** The one device it was found to see. */
  #device: string | undefined;
  #process: Supervised;
  #isDisposed = false;
  readonly #calls = new Set<Promise<unknown>>();

  constructor(create: (choice: DeviceChoice) => Supervised) {
    this.#create = create;
    this.#process = create(this.#choice);
  }

  /** Undefined while none runs. */
  get pid(): number | undefined {
    return this.#process.pid;
  }

  uses(gpu: 'auto' | 'off' | DevicePlace): boolean {
    return typeof gpu === 'string' ? gpu === this.#choice : gpu.name === this.#device;
  }

  /** Returns whether a process that ran was ended for it. */
  async use(gpu: 'auto' | 'off' | DevicePlace): Promise<boolean> {
    if (typeof gpu !== 'string') return this.#useDevice(gpu);
    return !this.uses(gpu) && this.#switchTo(gpu);
  }

  async #useDevice({ name, nameAlone, candidates }: DevicePlace): Promise<boolean> {
    if (this.#device === name) return false;
    const wasRunning = this.pid !== undefined;
    for (const index of candidates) {
      await this.#switchTo({ index });
      const { devices } = await this.request('devices', null);
      if (devices[0] !== nameAlone) continue;
      this.#device = name;
      return wasRunning;
    }
    throw deviceMissing(name, []);
  }

  async #switchTo(choice: DeviceChoice): Promise<boolean> {
    while (this.#calls.size > 0) await Promise.allSettled(this.#calls);
    if (this.#isDisposed) return false;
    const wasRunning = this.pid !== undefined;
    const ending = this.#process;
    this.#choice = choice;
    this.#device = undefined;
    this.#process = this.#create(choice);
    await ending.dispose();
    return wasRunning;
  }

  /** Asks the process, starting it when there is none. Rejects with what it answers, or with worker/*. */
  async request<Name extends RequestName<InferenceProtocol>>(
    name: Name,
    input: Requests[Name]['input'],
    options?: RequestOptions<Requests[Name]['part']>,
  ): Promise<Requests[Name]['output']> {
    const call = this.#process.request(name, input, options);
    this.#calls.add(call);
    try {
      return await call;
    } finally {
      this.#calls.delete(call);
    }
  }

  reset(): void {
    this.#process.reset();
  }

  /** Ends the process; the next request starts another. */
  stop(): Promise<void> {
    return this.#process.stop();
  }

  dispose(): Promise<void> {
    this.#isDisposed = true;
    return this.#process.dispose();
  }
}

/** What makes llama.cpp's back ends (Vulkan, CUDA) see one device alone; Metal has only one. */
export function deviceEnvironment(choice: DeviceChoice): Record<string, string> {
  if (typeof choice === 'string') return {};
  const index = String(choice.index);
  return { GGML_VK_VISIBLE_DEVICES: index, CUDA_VISIBLE_DEVICES: index };
}
