import type { LanguageModelUsage } from '../../generation/languageModel';
import type { ThreadGovernor } from './threadGovernor';

/** Counts and times of one answer while it grows, also for the governor of its threads. */
export class AnswerMeter {
  promptTokens = 0;
  completionTokens = 0;
  readonly #receivedMs: number;
  readonly #governor: ThreadGovernor | undefined;
  #firstMs: number | null = null;
  #lastMs = 0;

  /** @param receivedMs monotonic milliseconds when the question came in */
  constructor(receivedMs: number, governor?: ThreadGovernor) {
    this.#receivedMs = receivedMs;
    this.#governor = governor;
  }

  /** The last piece of the prompt is evaluated from now on. */
  beginWriting(): void {
    this.#governor?.begin();
  }

  count(tokens: number): void {
    if (tokens === 0) return;
    this.#lastMs = performance.now();
    this.completionTokens += tokens;
    if (this.#firstMs === null) {
      this.#firstMs = this.#lastMs;
      this.#governor?.noteChunk();
      this.#governor?.begin();
    } else {
      this.#governor?.noteTokens(tokens);
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
