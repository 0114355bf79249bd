import type { Llama, LlamaLogLevel } from 'node-llama-cpp';
import type { WorkerLogger } from '../workerEndpoint';
import type { LlamaLibrary } from './llamaRuntime';

/** What llama.cpp says. The log takes no free text: its text goes to those alone who ask for it here. */
export class LlamaLog {
  readonly #library: LlamaLibrary;
  readonly #logger: WorkerLogger;
  readonly #listeners = new Set<string[]>();

  constructor(library: LlamaLibrary, logger: WorkerLogger) {
    this.#library = library;
    this.#logger = logger;
  }

  /** For the library's `logger` option. */
  receive(level: LlamaLogLevel, text: string): void {
    for (const heard of this.#listeners) heard.push(text);
    const { error, fatal, warn } = this.#library.LlamaLogLevel;
    if (level === error || level === fatal) this.#logger.warn('llama.cpp reported an error');
    else if (level === warn) this.#logger.debug('llama.cpp warned');
  }

  /** Does the work and returns, beside its result or failure, what llama.cpp said meanwhile, its remarks included. */
  async listen<Result>(
    llama: Llama,
    work: () => Promise<Result>,
  ): Promise<{ outcome: PromiseSettledResult<Result>; said: string }> {
    const heard: string[] = [];
    const level = llama.logLevel;
    llama.logLevel = this.#library.LlamaLogLevel.info;
    this.#listeners.add(heard);
    try {
      const [outcome] = await Promise.allSettled([work()]);
      // The native side's messages arrive a turn of the event loop later than its results.
      await new Promise((resolve) => setImmediate(resolve));
      return { outcome, said: heard.join('\n') };
    } finally {
      this.#listeners.delete(heard);
      llama.logLevel = level;
    }
  }
}
