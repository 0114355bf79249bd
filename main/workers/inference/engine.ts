import { LoamError } from '../../../preload/contract/errors';
import type { RequestContext, WorkerHandlers, WorkerLogger } from '../workerEndpoint';
import { answer, cancelledBeforeItsTurn } from './answer';
import { prefixTokens } from './chatPrompt';
import { startLlama, type LlamaLibrary, type RunningLlama } from './llamaRuntime';
import { openModel, type OpenModel } from './openModel';
import type { GenerateEnd, GenerateInput, GeneratePart, InferenceProtocol, LoadInput } from './protocol';
import { SerialQueue } from '../serialQueue';

/** llama.cpp with at most one model, doing one thing at a time. */
export class InferenceEngine {
  readonly #library: LlamaLibrary;
  readonly #threads: number | null;
  readonly #logger: WorkerLogger;
  readonly #queue = new SerialQueue();
  #running: { gpu: LoadInput['gpu']; llama: RunningLlama } | undefined;
  #open: OpenModel | undefined;
  #warming: AbortController | undefined;
  readonly #waitingAnswers = new Set<symbol>();

  constructor(library: LlamaLibrary, threads: number | null, logger: WorkerLogger) {
    this.#library = library;
    this.#threads = threads;
    this.#logger = logger;
  }

  handlers(): WorkerHandlers<InferenceProtocol> {
    return {
      load: (input, { emitPart }) =>
        this.#queue.run(() => {
          // Its turn has come: from here on it is expected to go forward.
          emitPart({ progress: 0 });
          return this.#load(input, (progress) => emitPart({ progress }));
        }),
      unload: () => this.#queue.run(() => this.#unload()),
      countTokens: ({ texts }) => Promise.resolve({ counts: this.#countTokens(texts) }),
      warm: ({ messages }, { signal }) => this.#warm(messages, signal),
      generate: (input, context) => this.#generate(input, context),
    };
  }

  async #load(input: LoadInput, onProgress: (progress: number) => void): Promise<OpenModel['description']> {
    await this.#unload();
    const llama = await this.#llamaFor(input.gpu);
    const open = await openModel(this.#library, llama, input, onProgress);
    this.#open = open;
    return open.description;
  }

  async #unload(): Promise<null> {
    const open = this.#open;
    this.#open = undefined;
    await open?.dispose();
    return null;
  }

  async #llamaFor(gpu: LoadInput['gpu']): Promise<RunningLlama> {
    if (this.#running?.gpu === gpu) return this.#running.llama;
    await this.#running?.llama.llama.dispose();
    this.#running = undefined;
    const llama = await startLlama(this.#library, gpu, this.#threads, this.#logger);
    this.#running = { gpu, llama };
    return llama;
  }

  /** Needs no turn in the queue: it only reads the vocabulary. */
  #countTokens(texts: readonly string[]): number[] {
    const { model } = this.#requireOpen();
    return texts.map((text) => model.tokenize(text, false).length);
  }

  /** Waits for its turn, and gives way when an answer is asked for. */
  #warm(messages: GenerateInput['messages'], signal: AbortSignal): Promise<{ evaluatedTokens: number }> {
    const nothing = { evaluatedTokens: 0 };
    return this.#queue.run(
      async () => {
        const open = this.#requireOpen();
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

  #generate(input: GenerateInput, context: RequestContext<GeneratePart>): Promise<GenerateEnd> {
    const leaveWaiting = this.#startWaiting();
    this.#warming?.abort();
    const answered = this.#queue.run(
      () => {
        leaveWaiting();
        return answer(this.#requireOpen(), input, context);
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

  #requireOpen(): OpenModel {
    if (!this.#open) {
      throw new LoamError('model/none', 'No model is loaded. Load one and try again.', { retryable: true });
    }
    return this.#open;
  }
}
