import type { ChatWrapper, Llama, LlamaChat, LlamaContext, LlamaContextSequence } from 'node-llama-cpp';
import { adapterFailure, type AdapterInUse } from './adapters';
import { messageOverheadTokens, reusingChatWrapper } from './chatPrompt';
import { PromptEvaluator } from './evaluation';
import { loadFailure } from './loadFailure';
import { nameOf, type OpenModel } from './openModel';
import type { LoadInput } from './protocol';
import { readingProbeWindows, ThreadGovernor, type ThreadGovernors } from './threadGovernor';

/** Everything that takes another context of the same model when it changes. */
export interface ContextOptions {
  contextSize: number;
  threads: number;
  flashAttention: 'auto' | boolean;
  adapters: readonly AdapterInUse[];
}

/** A context of a model and the one sequence that keeps a conversation in memory. */
export interface OpenContext {
  /** Names the model with its adapters and options. */
  handle: string;
  options: ContextOptions;
  model: OpenModel;
  context: LlamaContext;
  sequence: LlamaContextSequence;
  chat: LlamaChat;
  template: ChatWrapper;
  evaluator: PromptEvaluator;
  governors: ThreadGovernors;
  flashAttention: boolean;
  bytes: { ram: number; vram: number };
  lastUse: number;
  /** Frees the memory. */
  dispose(): Promise<void>;
}

export function contextOptions(
  { model, running }: OpenModel,
  { contextSize, threads, flashAttention }: LoadInput,
  adapters: readonly AdapterInUse[],
): ContextOptions {
  return {
    contextSize: Math.min(contextSize, model.trainContextSize),
    threads: threads ?? running.physicalCores,
    flashAttention: model.flashAttentionSupported && flashAttention,
    // At scale 0 an adapter takes no part: llama.cpp leaves it out.
    adapters: adapters.filter(({ scale }) => scale !== 0),
  };
}

export function handleOf({ key, running }: OpenModel, options: ContextOptions): string {
  return nameOf([key, running.devices, options]);
}

/**
 * Makes room for a conversation.
 *
 * @throws LoamError model/out-of-memory, model/load-failed, model/template-failed, adapter/*; nothing of it stays then
 */
export async function openContext(model: OpenModel, options: ContextOptions): Promise<OpenContext> {
  const { library, llama } = model.running;
  const { result: context, said } = await createContext(model, options);
  try {
    const sequence = context.getSequence();
    const template = reusingChatWrapper(model.template, sequence);
    const governors = governThreads(llama, options.threads, model.gpuLayers > 0);
    model.messageOverheadTokens ??= messageOverheadTokens(template, sequence);
    return {
      handle: handleOf(model, options),
      options,
      model,
      context,
      sequence,
      chat: new library.LlamaChat({ contextSequence: sequence, chatWrapper: template }),
      template,
      evaluator: new PromptEvaluator(sequence, governors.reading),
      governors,
      flashAttention:
        options.flashAttention === 'auto' ? /Flash Attention .*enabled/.test(said) : options.flashAttention,
      bytes: context.memoryUsage,
      lastUse: 0,
      dispose: () => context.dispose(),
    };
  } catch (error) {
    await context.dispose();
    throw loadFailure(library, model.modelName, { cause: error });
  }
}

/** Whether one context can be made into the other by other adapters alone. */
export function hasSameShape(one: ContextOptions, other: ContextOptions): boolean {
  return JSON.stringify({ ...one, adapters: [] }) === JSON.stringify({ ...other, adapters: [] });
}

/**
 * The same context with other adapters. Costs next to nothing but the conversation it held: what was read with other
 * adapters is not what these would have made of it. The old handle is void.
 *
 * @throws LoamError adapter/*; the context is as it was then
 */
export async function withAdapters(open: OpenContext, options: ContextOptions): Promise<OpenContext> {
  await withAdapterFailures(open.model, options.adapters, () =>
    // The library's own way when it makes a context. It has no public one for a context that exists; a test watches it.
    (open.context as LlamaContext & AdaptableContext)._setLoras(loraOf(options.adapters)),
  );
  await open.sequence.clearHistory();
  return { ...open, options, handle: handleOf(open.model, options) };
}

type Lora = { filePath: string; scale: number };

interface AdaptableContext {
  _setLoras(loras: Lora[]): Promise<void>;
}

function loraOf(adapters: readonly AdapterInUse[]): Lora[] {
  return adapters.map(({ path, scale }) => ({ filePath: path, scale }));
}

function createContext(
  open: OpenModel,
  { contextSize, threads, flashAttention, adapters }: ContextOptions,
): Promise<{ result: LlamaContext; said: string }> {
  open.running.llama.maxThreads = threads;
  return withAdapterFailures(open, adapters, () =>
    open.model.createContext({
      contextSize,
      sequences: 1,
      threads,
      flashAttention,
      lora: { adapters: loraOf(adapters) },
    }),
  );
}

/** @throws LoamError adapter/* that names the adapter which does not fit, else as `loadFailure` */
async function withAdapterFailures<Result>(
  open: OpenModel,
  adapters: readonly AdapterInUse[],
  work: () => Promise<Result>,
): Promise<{ result: Result; said: string }> {
  const { library, llama, log } = open.running;
  const { outcome, said } = await log.listen(llama, work);
  const reason: unknown = outcome.status === 'rejected' ? outcome.reason : undefined;
  const unfit = adapters.find(({ path }) => String(reason).includes(`LoRA adapter "${path}"`));
  // llama.cpp keeps those it could read with the model.
  for (const adapter of adapters) if (adapter !== unfit) open.adapters.set(adapter.path, adapter);
  if (outcome.status === 'fulfilled') return { result: outcome.value, said };
  if (unfit) throw adapterFailure(unfit.path, said, reason);
  throw loadFailure(library, open.modelName, { cause: reason, said });
}

/** Threads that wait for a graphics device look starved: there the number stays as it is. */
function governThreads(llama: Llama, threads: number, usesGpu: boolean): ThreadGovernors {
  if (usesGpu) return { reading: undefined, writing: undefined };
  const apply = (wanted: number): void => {
    llama.maxThreads = wanted;
  };
  return {
    reading: new ThreadGovernor(threads, apply, { firstProbeWindows: readingProbeWindows }),
    writing: new ThreadGovernor(threads, apply),
  };
}
