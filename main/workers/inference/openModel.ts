import { access } from 'node:fs/promises';
import type { ChatWrapper, LlamaChat, LlamaContextSequence, LlamaModel } from 'node-llama-cpp';
import { LoamError } from '../../../preload/contract/errors';
import { messageOverheadTokens, reusingChatWrapper } from './chatPrompt';
import { PromptEvaluator } from './evaluation';
import { deviceName, type LlamaLibrary, type RunningLlama } from './llamaRuntime';
import type { LoadedInference, LoadInput } from './protocol';
import { readingProbeWindows, ThreadGovernor, type ThreadGovernors } from './threadGovernor';

/** A model with its one context and the one sequence that keeps the conversation in memory. */
export interface OpenModel {
  library: LlamaLibrary;
  model: LlamaModel;
  sequence: LlamaContextSequence;
  chat: LlamaChat;
  template: ChatWrapper;
  description: LoadedInference;
  evaluator: PromptEvaluator;
  governors: ThreadGovernors;
  /** Frees the memory. */
  dispose(): Promise<void>;
}

/**
 * Loads a model file and makes room for its context.
 *
 * @throws LoamError model/file-missing, model/out-of-memory, model/load-failed; nothing stays loaded then
 */
export async function openModel(
  library: LlamaLibrary,
  running: RunningLlama,
  input: LoadInput,
  onProgress: (progress: number) => void,
): Promise<OpenModel> {
  const startedMs = performance.now();
  const { modelPath, modelName } = input;
  const { llama, threads } = running;
  let model: LlamaModel | undefined;
  try {
    await access(modelPath);
    model = await llama.loadModel({ modelPath, onLoadProgress: inSteps(onProgress) });
    llama.maxThreads = threads;
    const context = await model.createContext({
      contextSize: Math.min(input.contextSize, model.trainContextSize),
      sequences: 1,
    });
    const sequence = context.getSequence();
    const resolved = library.resolveChatWrapper(model);
    const template = reusingChatWrapper(resolved, sequence);
    const chat = new library.LlamaChat({ contextSequence: sequence, chatWrapper: template });
    const description: LoadedInference = {
      contextSize: sequence.contextSize,
      trainContextSize: model.trainContextSize,
      device: await deviceName(llama, model.gpuLayers),
      gpuLayers: model.gpuLayers,
      threads: context.idealThreads,
      loadMs: Math.round(performance.now() - startedMs),
      chatTemplate: resolved.wrapperName,
      messageOverheadTokens: messageOverheadTokens(template, sequence),
    };
    const governors = governThreads(running, model);
    const evaluator = new PromptEvaluator(sequence, governors.reading);
    const loaded = model;
    const dispose = (): Promise<void> => loaded.dispose();
    return { library, model, sequence, chat, template, description, evaluator, governors, dispose };
  } catch (error) {
    await model?.dispose();
    throw loadFailure(library, modelName, error);
  }
}

function governThreads({ llama, threads }: RunningLlama, model: LlamaModel): ThreadGovernors {
  if (model.gpuLayers > 0) return { reading: undefined, writing: undefined };
  const apply = (wanted: number): void => {
    llama.maxThreads = wanted;
  };
  return {
    reading: new ThreadGovernor(threads, apply, { firstProbeWindows: readingProbeWindows }),
    writing: new ThreadGovernor(threads, apply),
  };
}

function loadFailure(library: LlamaLibrary, modelName: string, cause: unknown): LoamError {
  if (isMissingFile(cause)) {
    return new LoamError(
      'model/file-missing',
      `The file of ${modelName} is not there any more. Choose another model, or put the file back.`,
      { cause },
    );
  }
  if (cause instanceof library.InsufficientMemoryError) {
    return new LoamError(
      'model/out-of-memory',
      `There is not enough free memory for ${modelName} with this context size. Close other programs, choose a smaller context in the settings, or choose a smaller model.`,
      { cause, retryable: true },
    );
  }
  return new LoamError(
    'model/load-failed',
    `${modelName} could not be loaded: its file is damaged, or of a kind this version of Loam cannot run. Get the file again or choose another model.`,
    { cause },
  );
}

function isMissingFile(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/** Passes progress on in steps of a hundredth; llama.cpp reports every tensor. */
function inSteps(onProgress: (progress: number) => void): (progress: number) => void {
  let reported = 0;
  return (progress) => {
    if (progress < 1 && progress - reported < 0.01) return;
    reported = progress;
    onProgress(Math.min(1, progress));
  };
}
