import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import type { ThreadGovernor } from './threadGovernor';

/** Long enough to use the machine well, short enough that a cancellation is obeyed soon. */
const targetChunkMs = 250;
const smallestChunk = 32;

/** Evaluates prompts in chunks, learning how many tokens this machine evaluates within a quarter of a second. */
export class PromptEvaluator {
  readonly #sequence: LlamaContextSequence;
  readonly #governor: ThreadGovernor | undefined;
  #chunkSize: number;

  constructor(sequence: LlamaContextSequence, governor: ThreadGovernor | undefined) {
    this.#sequence = sequence;
    this.#governor = governor;
    this.#chunkSize = Math.min(128, this.#largestChunk);
  }

  /**
   * Makes the sequence hold `tokens` except for a last piece of at most one chunk, which the caller evaluates together
   * with what it does next; at least one token is always left. Stops between chunks when aborted.
   */
  async evaluateAllButLastChunk(tokens: readonly Token[], signal: AbortSignal): Promise<void> {
    await this.#keepCommonPrefix(tokens, tokens.length - 1);
    while (!signal.aborted && tokens.length - this.#sequence.nextTokenIndex > this.#chunkSize) {
      await this.#evaluateNextChunk(tokens);
    }
  }

  /** Makes the sequence begin with all of `tokens`. Stops between chunks when aborted. */
  async evaluateAll(tokens: readonly Token[], signal: AbortSignal): Promise<void> {
    await this.#keepCommonPrefix(tokens, tokens.length);
    while (!signal.aborted && tokens.length > this.#sequence.nextTokenIndex) {
      await this.#evaluateNextChunk(tokens);
    }
    // Sequences that cannot be cut at will (sliding windows, recurrent models) come back to such marks instead.
    if (!signal.aborted && this.#sequence.needsCheckpoints) await this.#sequence.takeCheckpoint();
  }

  get #largestChunk(): number {
    return this.#sequence.context.batchSize;
  }

  async #keepCommonPrefix(tokens: readonly Token[], length: number): Promise<void> {
    await this.#sequence.adaptStateToTokens(tokens.slice(0, length), false);
  }

  async #evaluateNextChunk(tokens: readonly Token[]): Promise<void> {
    const start = this.#sequence.nextTokenIndex;
    const chunk = tokens.slice(start, start + this.#chunkSize);
    const startedMs = performance.now();
    this.#governor?.begin();
    await this.#sequence.evaluateWithoutGeneratingNewTokens(chunk);
    this.#governor?.noteChunk(chunk.length);
    const durationMs = Math.max(1, performance.now() - startedMs);
    const fitting = Math.round((chunk.length * targetChunkMs) / durationMs);
    this.#chunkSize = Math.min(this.#largestChunk, Math.max(smallestChunk, fitting));
  }
}
