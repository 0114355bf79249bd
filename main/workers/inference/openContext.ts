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
 * @throws LoamError model/out-of-memory, model/load-failed, model/template-failed; nothing of it stays then
 */
export async function openContext(model: OpenModel, options: ContextOptions): Promise<OpenContext> {
  const { library, llama } = model.running;
  const { context, said } = await createContext(model, options);
  try {
    const sequence = context.getSequence();
    const template = reusingChatWrapper(model.template, sequence);
    const governors = governThreads(llama, options.threads, model.gpuLayers > 0);
    model.messageOverheadTokens ??= messageOverheadTokens(template, sequence);
    return {
      handle: handleOf(model, options),
      options,
      model,
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

async function createContext(
  { model, modelName, running }: OpenModel,
  { contextSize, threads, flashAttention, adapters }: ContextOptions,
): Promise<{ context: LlamaContext; said: string }> {
  const { library, llama, log } = running;
  llama.maxThreads = threads;
  const { outcome, said } = await log.listen(llama, () =>
    model.createContext({ contextSize, sequences: 1, threads, flashAttention, lora: loraOf(adapters) }),
  );
  if (outcome.status === 'fulfilled') return { context: outcome.value, said };
  throw loadFailure(library, modelName, { cause: outcome.reason, said });
}

function loraOf(adapters: readonly AdapterInUse[]) {
  return { adapters: adapters.map(({ path, scale }) => ({ filePath: path, scale })) };
}

/** As small as a context can be that is there only to see whether an adapter fits. */
const trialContextSize = 256;

/**
 * Makes sure that an adapter works with the model before anything else leaves the memory for it.
 *
 * @throws LoamError adapter/*, model/out-of-memory
 */
export async function tryAdapter(open: OpenModel, adapter: AdapterInUse): Promise<void> {
  if (open.adapters.has(adapter.path)) return;
  const { library, llama, log } = open.running;
  const { outcome, said } = await log.listen(llama, async () => {
    const context = await open.model.createContext({
      contextSize: trialContextSize,
      sequences: 1,
      flashAttention: false,
      lora: loraOf([adapter]),
    });
    await context.dispose();
  });
  if (outcome.status === 'rejected') {
    throw /LoRA adapter/.test(String(outcome.reason))
      ? adapterFailure(adapter.path, said, outcome.reason)
      : loadFailure(library, open.modelName, { cause: outcome.reason, said });
  }
  open.adapters.set(adapter.path, adapter);
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
