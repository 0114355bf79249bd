import type { LanguageModelUsage } from '../../generation/languageModel';
import type { ThreadGovernors } from './threadGovernor';

/** Counts and times of one answer while it grows, also for the governors of its threads. */
export class AnswerMeter {
  promptTokens = 0;
  completionTokens = 0;
  readonly #receivedMs: number;
  readonly #governors: ThreadGovernors | undefined;
  #lastChunkTokens = 0;
  #firstMs: number | null = null;
  #lastMs = 0;

  /** @param receivedMs monotonic milliseconds when the question came in */
  constructor(receivedMs: number, governors?: ThreadGovernors) {
    this.#receivedMs = receivedMs;
    this.#governors = governors;
  }

  /** The last piece of the prompt is read from now on, and the first token comes out of it. */
  beginLastChunk(tokens: number): void {
    this.#lastChunkTokens = tokens;
    this.#governors?.reading?.begin();
  }

  count(tokens: number): void {
    if (tokens === 0) return;
    this.#lastMs = performance.now();
    this.completionTokens += tokens;
    if (this.#firstMs === null) {
      this.#firstMs = this.#lastMs;
      this.#governors?.reading?.noteChunk(this.#lastChunkTokens);
      this.#governors?.writing?.begin();
    } else {
      this.#governors?.writing?.noteTokens(tokens);
    }
  }

  usage(evaluatedTokens: number): LanguageModelUsage {
    const firstMs = this.#firstMs;
    const durationMs = firstMs === null ? 0 : this.#lastMs - firstMs;
    return {
      promptTokens: this.promptTokens,
      evaluatedTokens,
      completionTokens: this.completionTokens,
      timeToFirstTokenMs: firstMs === null ? null : firstMs - this.#receivedMs,
      tokensPerSecond: durationMs > 0 ? ((this.completionTokens - 1) * 1000) / durationMs : null,
    };
  }
}
