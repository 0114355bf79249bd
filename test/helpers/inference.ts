import { join, resolve } from 'node:path';
import { systemClock } from '../../main/clock';
import type { ChatMessage, LanguageModelUsage } from '../../main/generation/languageModel';
import { silentLogger } from '../../main/log/logger';
import { corePaths } from '../../main/paths';
import { InferenceClient, type InferenceClientOptions } from '../../main/workers/inference/client';
import type { GenerateEnd, LoadedInference, LoadInput } from '../../main/workers/inference/protocol';
import { createNodeProcessHost } from '../../main/workers/nodeProcessHost';
import { systemTimers } from '../../main/workers/timers';
import { defaultSampling, type Sampling } from '../../preload/contract/sampling';

const projectFolder = resolve(import.meta.dirname, '..', '..');
const paths = corePaths('/unused', projectFolder);

export const starterModelsFolder = paths.starterModelsFolder;
export const starterModelFile = join(starterModelsFolder, 'weights', 'SmolLM2-135M-Instruct.Q4_1.gguf');
export const inferenceWorkerFile = paths.inferenceWorkerFile;

/** The real built worker in a forked Node process. Whoever calls it disposes the client. */
export function startInferenceClient(changes: Partial<InferenceClientOptions> = {}): InferenceClient {
  return new InferenceClient({
    host: createNodeProcessHost(),
    entryPath: inferenceWorkerFile,
    clock: systemClock,
    timers: systemTimers,
    logger: silentLogger,
    ...changes,
  });
}

export function loadInput(changes: Partial<LoadInput> = {}): LoadInput {
  return {
    modelPath: starterModelFile,
    modelName: 'The starter model',
    adapters: [],
    contextSize: 2048,
    gpu: 'off',
    gpuLayers: 'auto',
    threads: null,
    flashAttention: 'auto',
    memoryMapping: true,
    memoryBudgetBytes: 2 ** 30,
    ...changes,
  };
}

/** A model in memory, to be asked. */
export interface Loaded {
  client: InferenceClient;
  handle: string;
}

export async function load(
  client: InferenceClient,
  changes: Partial<LoadInput> = {},
): Promise<Loaded & LoadedInference> {
  return { client, ...(await client.load(loadInput(changes), () => undefined)) };
}

export interface AskOptions {
  sampling?: Partial<Sampling>;
  seed?: number;
  continuesLastMessage?: boolean;
  signal?: AbortSignal;
  /** Called with the text so far after each delta. */
  onText?: (text: string) => void;
}

export interface Asked {
  text: string;
  deltas: { text: string; completionTokens: number }[];
  stopReason: GenerateEnd['stopReason'];
  usage: LanguageModelUsage;
}

/** One answer, read to its end. Greedy and 40 tokens long unless told otherwise. */
export async function ask(
  { client, handle }: Loaded,
  messages: ChatMessage[],
  options: AskOptions = {},
): Promise<Asked> {
  const { sampling, seed = 1, continuesLastMessage = false, signal = new AbortController().signal } = options;
  const request = {
    messages,
    sampling: { ...defaultSampling, temperature: 0, maxTokens: 40, ...sampling },
    seed,
    continuesLastMessage,
  };
  const deltas: Asked['deltas'] = [];
  let text = '';
  for await (const part of client.generate(handle, request, signal)) {
    if (part.type === 'text-delta') {
      deltas.push({ text: part.text, completionTokens: part.completionTokens });
      text += part.text;
      options.onText?.(text);
    } else if (part.type === 'end') {
      return { text, deltas, stopReason: part.stopReason, usage: part.usage };
    }
  }
  throw new Error('The answer ended without an end part.');
}

export function user(text: string): ChatMessage {
  return { role: 'user', text };
}

export function assistant(text: string): ChatMessage {
  return { role: 'assistant', text };
}

export function system(text: string): ChatMessage {
  return { role: 'system', text };
}

/** Different sentences of about ten tokens each. */
export function sentences(count: number): string {
  return Array.from(
    { length: count },
    (_, index) => `Line ${index}: the river carries ${index * 7} boats.`,
  ).join(' ');
}
