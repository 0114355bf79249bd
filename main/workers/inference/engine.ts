import { LoamError } from '../../../preload/contract/errors';
import type { RequestContext, WorkerHandlers } from '../workerEndpoint';
import { answer, cancelledBeforeItsTurn } from './answer';
import { prefixTokens } from './chatPrompt';
import { describeDevices, type RunningLlama } from './llamaRuntime';
import { estimateMemory } from './memoryEstimate';
import { ModelsInMemory } from './modelsInMemory';
import type { OpenContext } from './openContext';
import type {
  GenerateEnd,
  GenerateInput,
  GeneratePart,
  InferenceProtocol,
  KeptInference,
  LoadedInference,
  LoadInput,
} from './protocol';
import { SerialQueue } from '../serialQueue';

type WarmInput = InferenceProtocol['requests']['warm']['input'];

/** llama.cpp with the models in memory, doing one thing at a time. */
export class InferenceEngine {
  readonly #running: RunningLlama;
  readonly #models: ModelsInMemory;
  readonly #queue = new SerialQueue();
  #warming: AbortController | undefined;
  readonly #waitingAnswers = new Set<symbol>();

  constructor(running: RunningLlama) {
    this.#running = running;
    this.#models = new ModelsInMemory(running);
  }

  handlers(): WorkerHandlers<InferenceProtocol> {
    return {
      load: (input, context) => this.#queue.run(() => this.#load(input, context)),
      unload: ({ modelPath }) => this.#queue.run(() => this.#unload(modelPath)),
      // These need no turn: they only read.
      memory: () => Promise.resolve({ kept: this.#models.kept(), handles: this.#models.handles() }),
      devices: () => describeDevices(this.#running),
      estimate: (input) => estimateMemory(this.#running, input),
      countTokens: ({ handle, texts }) => Promise.resolve({ counts: this.#countTokens(handle, texts) }),
      warm: (input, { signal }) => this.#warm(input, signal),
      generate: (input, context) => this.#generate(input, context),
    };
  }

  #load(
    input: LoadInput,
    { emitPart, signal }: RequestContext<{ progress: number }>,
  ): Promise<LoadedInference> {
    // Its turn has come: from here on it is expected to go forward.
    emitPart({ progress: 0 });
    return this.#models.bring(input, (progress) => emitPart({ progress }), signal);
  }

  async #unload(modelPath: string | null): Promise<{ kept: readonly KeptInference[] }> {
    await this.#models.unload(modelPath);
    return { kept: this.#models.kept() };
  }

  #countTokens(handle: string, texts: readonly string[]): number[] {
    const { model } = this.#require(handle).model;
    return texts.map((text) => model.tokenize(text, false).length);
  }

  /** Waits for its turn, and gives way when an answer is asked for. */
  #warm({ handle, messages }: WarmInput, signal: AbortSignal): Promise<{ evaluatedTokens: number }> {
    const nothing = { evaluatedTokens: 0 };
    return this.#queue.run(
      async () => {
        const open = this.#use(handle);
        const prefix = prefixTokens(open.template, open.sequence, messages);
        if (prefix.length >= open.sequence.contextSize || this.#waitingAnswers.size > 0) return nothing;
        const before = open.sequence.tokenMeter.getState();
        const yielding = new AbortController();
        this.#warming = yielding;
        await open.evaluator.evaluateAll(prefix, AbortSignal.any([signal, yielding.signal]));
        this.#warming = undefined;
        return { evaluatedTokens: open.sequence.tokenMeter.diff(before).usedInputTokens };
      },
      { signal, result: () => nothing },
    );
  }

  #generate(
    input: GenerateInput & { handle: string },
    context: RequestContext<GeneratePart>,
  ): Promise<GenerateEnd> {
    const leaveWaiting = this.#startWaiting();
    this.#warming?.abort();
    const answered = this.#queue.run(
      async () => {
        leaveWaiting();
        return answer(this.#use(input.handle), input, context);
      },
      { signal: context.signal, result: cancelledBeforeItsTurn },
    );
    return answered.finally(leaveWaiting);
  }

  /** Counts an answer as waiting until the returned function is first called. */
  #startWaiting(): () => void {
    const waiting = Symbol('answer');
    this.#waitingAnswers.add(waiting);
    return () => void this.#waitingAnswers.delete(waiting);
  }

  #use(handle: string): OpenContext {
    const context = this.#require(handle);
    this.#models.noteUse(context);
    this.#running.llama.maxThreads = context.options.threads;
    return context;
  }

  #require(handle: string): OpenContext {
    const context = this.#models.find(handle);
    if (context) return context;
    throw new LoamError('model/not-loaded', 'The model is not in memory any more. Load it again.', {
      retryable: true,
    });
  }
}
