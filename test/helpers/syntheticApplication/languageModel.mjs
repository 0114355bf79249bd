import { readFileSync } from 'node:fs';

/**
 * @typedef {object} SyntheticReply
 * @property {string[]} pieces What the model says, a piece a token.
 * @property {number} [intervalMs] Time between two pieces; 0 (as fast as they are taken) when missing.
 * @property {string} [whenQuestionIncludes] Only for questions with this text; for every question when missing.
 *
 * @typedef {{ replies: SyntheticReply[] }} SyntheticScript The first reply that fits the question is given.
 *
 * @typedef {import('../../../main/generation/languageModel').LanguageModel} LanguageModel
 * @typedef {import('../../../main/generation/languageModel').LanguageModelRequest} LanguageModelRequest
 * @typedef {import('../../../main/generation/languageModel').LanguageModelPart} LanguageModelPart
 * @typedef {import('../../../main/generation/languageModel').LanguageModelIdentity} LanguageModelIdentity
 */

/** @type {LanguageModelIdentity} */
const identity = {
  servedBy: 'local',
  modelId: 'synthetic',
  modelName: 'Synthetic model',
  modelSha256: null,
  adapters: [],
  contextSize: 32_768,
  messageOverheadTokens: 4,
};

/**
 * A language model that says what a script file tells it, at the pace the file tells it, in a real core. The file is
 * read at every question, so a test may write another script between two questions.
 * @implements {LanguageModel}
 */
export class SyntheticLanguageModel {
  #scriptFile;

  /**
   * When each piece of the running or last answer was said, in epoch milliseconds.
   * @type {number[]}
   */
  saidAtMs = [];

  /** @param {string} scriptFile JSON of a SyntheticScript. */
  constructor(scriptFile) {
    this.#scriptFile = scriptFile;
  }

  prepare() {
    return Promise.resolve(identity);
  }

  /** @param {readonly string[]} texts */
  countTokens(texts) {
    return Promise.resolve(texts.map(countTokens));
  }

  warm() {
    return Promise.resolve();
  }

  /**
   * @param {LanguageModelRequest} request
   * @param {AbortSignal} signal
   * @returns {AsyncGenerator<LanguageModelPart>}
   */
  async *stream({ messages }, signal) {
    const { pieces, intervalMs = 0 } = this.#replyTo(messages.at(-1)?.text ?? '');
    const promptTokens = messages.reduce((sum, { text }) => sum + countTokens(text), 0);
    yield { type: 'reading' };
    this.saidAtMs = [];
    const startedMs = performance.now();
    for (const [index, text] of pieces.entries()) {
      await until(startedMs + index * intervalMs);
      if (signal.aborted) break;
      this.saidAtMs.push(performance.timeOrigin + performance.now());
      yield { type: 'text-delta', text, completionTokens: index + 1 };
    }
    const completionTokens = this.saidAtMs.length;
    const seconds = (performance.now() - startedMs) / 1000;
    yield {
      type: 'end',
      stopReason: signal.aborted ? 'cancelled' : 'end',
      usage: {
        promptTokens,
        evaluatedTokens: promptTokens,
        completionTokens,
        timeToFirstTokenMs: completionTokens === 0 ? null : 0,
        tokensPerSecond: seconds > 0 ? completionTokens / seconds : null,
      },
    };
  }

  /**
   * @param {string} question
   * @returns {SyntheticReply}
   */
  #replyTo(question) {
    /** @type {SyntheticScript} */
    const { replies } = JSON.parse(readFileSync(this.#scriptFile, 'utf8'));
    const reply = replies.find(({ whenQuestionIncludes = '' }) => question.includes(whenQuestionIncludes));
    if (reply === undefined) throw new Error('The synthetic script has no reply to this question.');
    return reply;
  }
}

/** About four letters a token. @param {string} text */
function countTokens(text) {
  return Math.ceil(text.length / 4);
}

/**
 * Waits for a moment of the monotonic clock. A moment that has passed is not waited for, so a late timer is made up
 * for and the pace holds over the whole answer.
 * @param {number} atMs
 */
async function until(atMs) {
  const waitMs = atMs - performance.now();
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
}
