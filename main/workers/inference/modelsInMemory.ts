import { LoamError } from '../../../preload/contract/errors';
import { type AdapterInUse, type FileStamp, findAdapters, stampOf } from './adapters';
import type { RunningLlama } from './llamaRuntime';
import { loadFailure } from './loadFailure';
import { estimateMemory } from './memoryEstimate';
import {
  type ContextOptions,
  contextOptions,
  handleOf,
  hasSameShape,
  openContext,
  type OpenContext,
  withAdapters,
} from './openContext';
import { modelBytes, modelKey, openModel, type OpenModel } from './openModel';
import type { KeptInference, LoadedInference, LoadInput } from './protocol';

interface Needs {
  ramBytes: number;
  vramBytes: number;
}

/**
 * The models in memory, each with a context for the ways it was used lately. What was used longest ago leaves when the
 * memory budget is full: a context alone, and a model with its last context.
 */
export class ModelsInMemory {
  readonly #running: RunningLlama;
  #models: OpenModel[] = [];
  #contexts: OpenContext[] = [];
  #useCount = 0;

  constructor(running: RunningLlama) {
    this.#running = running;
  }

  find(handle: string): OpenContext | undefined {
    return this.#contexts.find((context) => context.handle === handle);
  }

  noteUse(context: OpenContext): void {
    this.#useCount += 1;
    context.lastUse = this.#useCount;
    context.model.lastUse = this.#useCount;
  }

  /**
   * Makes a model ready, at the cost of what is not in memory yet.
   *
   * @param signal stops the loading
   * @throws LoamError generation/cancelled, model/*, adapter/*
   */
  async bring(
    input: LoadInput,
    onProgress: (progress: number) => void,
    signal: AbortSignal,
  ): Promise<LoadedInference> {
    const startedMs = performance.now();
    const file = await stampOf(input.modelPath).catch((error: unknown) => {
      throw loadFailure(this.#running.library, input.modelName, { cause: error });
    });
    const adapters = await findAdapters(input.adapters);
    const model = await this.#modelFor(input, file, adapters, { onProgress, signal });
    const context = await this.#contextFor(model, input, adapters);
    this.noteUse(context);
    await this.#makeRoom({ ramBytes: 0, vramBytes: 0 }, input.memoryBudgetBytes, context);
    return this.#describe(context, performance.now() - startedMs);
  }

  /** Frees the memory of this file's models, or of all for null. */
  async unload(modelPath: string | null): Promise<void> {
    for (const model of this.#models.filter((open) => modelPath === null || open.modelPath === modelPath)) {
      await this.#dropModel(model);
    }
  }

  handles(): string[] {
    return this.#contexts.map(({ handle }) => handle);
  }

  kept(): KeptInference[] {
    const sums = new Map<string, { ram: number; vram: number }>();
    const add = (path: string, { ram, vram }: { ram: number; vram: number }): void => {
      const sum = sums.get(path) ?? { ram: 0, vram: 0 };
      sums.set(path, { ram: sum.ram + ram, vram: sum.vram + vram });
    };
    for (const model of this.#models) add(model.modelPath, modelBytes(model));
    for (const context of this.#contexts) add(context.model.modelPath, context.bytes);
    return [...sums].map(([modelPath, { ram, vram }]) => ({ modelPath, ramBytes: ram, vramBytes: vram }));
  }

  async #modelFor(
    input: LoadInput,
    file: FileStamp,
    adapters: readonly AdapterInUse[],
    { onProgress, signal }: { onProgress: (progress: number) => void; signal: AbortSignal },
  ): Promise<OpenModel> {
    const key = modelKey(file, input, this.#running);
    const open = this.#models.find((model) => model.key === key);
    if (open && !adapters.some((adapter) => isReplaced(open, adapter))) return open;
    // llama.cpp keeps an adapter as it first read it until the model leaves.
    if (open) await this.#dropModel(open);
    const needs = this.#models.length > 0 ? await this.#needsOf(input) : { ramBytes: 0, vramBytes: 0 };
    await this.#makeRoom(needs, input.memoryBudgetBytes);
    const model = await this.#withMoreRoom(needs, undefined, () =>
      openModel(this.#running, key, input, onProgress, signal),
    );
    this.#models.push(model);
    return model;
  }

  async #contextFor(
    model: OpenModel,
    input: LoadInput,
    adapters: readonly AdapterInUse[],
  ): Promise<OpenContext> {
    const options = contextOptions(model, input, adapters);
    const open = this.find(handleOf(model, options));
    if (open) return open;
    const needs = await contextNeeds(model, options);
    const changeable = await this.#changeable(model, options, needs, input.memoryBudgetBytes);
    if (changeable) return this.#changeAdapters(changeable, options);
    const last = this.#latestOf(model);
    await this.#makeRoom(needs, input.memoryBudgetBytes, model);
    try {
      return await this.#withMoreRoom(needs, model, () => this.#openContext(model, options));
    } catch (error) {
      if (last && !this.#contexts.includes(last)) await this.#bringBack(last);
      throw error;
    }
  }

  /**
   * The context that gets other adapters: the older of two, or the only one where a second does not fit. So the two sets
   * used last keep their conversations, and all others cost no memory. Undefined: make another.
   */
  async #changeable(
    model: OpenModel,
    options: ContextOptions,
    { ramBytes, vramBytes }: Needs,
    budgetBytes: number,
  ): Promise<OpenContext | undefined> {
    const [older, newer] = this.#contexts
      .filter((context) => context.model === model && hasSameShape(context.options, options))
      .sort((first, second) => first.lastUse - second.lastUse);
    if (!older || newer) return older;
    const isRoomy = this.#ramBytes() + ramBytes <= budgetBytes && !(await this.#lacksDeviceMemory(vramBytes));
    return isRoomy ? undefined : older;
  }

  async #changeAdapters(open: OpenContext, options: ContextOptions): Promise<OpenContext> {
    const changed = await withAdapters(open, options);
    this.#contexts = this.#contexts.map((context) => (context === open ? changed : context));
    return changed;
  }

  async #openContext(model: OpenModel, options: ContextOptions): Promise<OpenContext> {
    const context = await openContext(model, options);
    this.#contexts.push(context);
    return context;
  }

  /** The context that left for one that could not be made; without it, its handle is refused. */
  async #bringBack({ model, options }: OpenContext): Promise<void> {
    await this.#openContext(model, options).catch(() => undefined);
  }

  /** What would fit if it were alone is tried once more when it is. */
  async #withMoreRoom<Opened>(
    { ramBytes }: Needs,
    keep: OpenModel | undefined,
    open: () => Promise<Opened>,
  ): Promise<Opened> {
    try {
      return await open();
    } catch (error) {
      const isLackingMemory = error instanceof LoamError && error.code === 'model/out-of-memory';
      const { free } = await this.#running.llama.getRamState();
      const removableBytes = this.#ramBytes() - (keep ? modelBytes(keep).ram : 0);
      if (!isLackingMemory || removableBytes === 0 || ramBytes > free + removableBytes) throw error;
      for (const context of this.#contexts) await this.#dropContext(context, keep);
      return open();
    }
  }

  async #makeRoom(
    { ramBytes, vramBytes }: Needs,
    budgetBytes: number,
    keep?: OpenModel | OpenContext,
  ): Promise<void> {
    for (;;) {
      const isOverBudget = this.#ramBytes() + ramBytes > budgetBytes;
      if (!isOverBudget && !(await this.#lacksDeviceMemory(vramBytes))) return;
      const oldest = this.#oldest(keep);
      if (!oldest) return;
      await (isContext(oldest) ? this.#dropContext(oldest, keep) : this.#dropModel(oldest));
    }
  }

  /** Whether layers would have to stay off the graphics device for the sake of models that are not in use. */
  async #lacksDeviceMemory(vramBytes: number): Promise<boolean> {
    if (vramBytes === 0) return false;
    const isHeld = this.#models.some((model) => model.gpuLayers > 0);
    return isHeld && vramBytes > (await this.#running.llama.getVramState()).free;
  }

  /** Contexts, and models that have none. */
  #oldest(keep: OpenModel | OpenContext | undefined): OpenModel | OpenContext | undefined {
    const bare = this.#models.filter((model) => !this.#latestOf(model));
    const leaving = [...this.#contexts, ...bare].filter((one) => one !== keep);
    return leaving.sort((first, second) => first.lastUse - second.lastUse)[0];
  }

  #latestOf(model: OpenModel): OpenContext | undefined {
    const contexts = this.#contexts.filter((context) => context.model === model);
    return contexts.sort((first, second) => second.lastUse - first.lastUse)[0];
  }

  async #dropContext(context: OpenContext, keep?: OpenModel | OpenContext): Promise<void> {
    this.#contexts = this.#contexts.filter((other) => other !== context);
    await context.dispose();
    if (context.model !== keep && !this.#latestOf(context.model)) await this.#dropModel(context.model);
  }

  async #dropModel(model: OpenModel): Promise<void> {
    this.#contexts = this.#contexts.filter((context) => context.model !== model);
    this.#models = this.#models.filter((other) => other !== model);
    // Takes its contexts along.
    await model.model.dispose();
  }

  #ramBytes(): number {
    return this.kept().reduce((sum, { ramBytes }) => sum + ramBytes, 0);
  }

  /** With all the layers that the input wants on a graphics device, whatever is free there now. */
  #needsOf(input: LoadInput): Promise<Needs> {
    const gpuLayers = input.gpuLayers === 'auto' ? Number.MAX_SAFE_INTEGER : input.gpuLayers;
    return estimateMemory(this.#running, { ...input, gpuLayers });
  }

  #describe(context: OpenContext, durationMs: number): LoadedInference {
    const { model, options, handle, flashAttention, bytes } = context;
    const weights = modelBytes(model);
    return {
      handle,
      contextSize: context.sequence.contextSize,
      trainContextSize: model.model.trainContextSize,
      device: model.gpuLayers > 0 ? this.#running.devices.join(' + ') : 'cpu',
      gpuLayers: model.gpuLayers,
      totalLayers: model.model.fileInsights.totalLayers,
      threads: options.threads,
      flashAttention,
      memoryMapping: model.model.useMmap,
      ramBytes: weights.ram + bytes.ram,
      vramBytes: weights.vram + bytes.vram,
      loadMs: Math.round(durationMs),
      chatTemplate: model.templateName,
      messageOverheadTokens: model.messageOverheadTokens ?? 0,
      kept: this.kept(),
    };
  }
}

function isContext(one: OpenModel | OpenContext): one is OpenContext {
  return 'handle' in one;
}

function isReplaced({ adapters }: OpenModel, { path, bytes, modifiedMs }: FileStamp): boolean {
  const known = adapters.get(path);
  return known !== undefined && (known.bytes !== bytes || known.modifiedMs !== modifiedMs);
}

async function contextNeeds(
  { model, gpuLayers }: OpenModel,
  { contextSize, flashAttention }: ContextOptions,
): Promise<Needs> {
  const { cpuRam, gpuVram } = await model.fileInsights.estimateContextResourceRequirementsV2({
    contextSize,
    modelGpuLayers: gpuLayers,
    sequences: 1,
    flashAttention,
  });
  return { ramBytes: cpuRam, vramBytes: gpuVram };
}
