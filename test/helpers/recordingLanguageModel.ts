import type {
  ChatMessage,
  LanguageModel,
  LanguageModelIdentity,
  LanguageModelPart,
  LanguageModelRequest,
} from '../../main/generation/languageModel';

/** What the recording model does with a request: say these pieces, waiting before each, then end or fail. */
export interface Script {
  pieces: readonly string[];
  delayMs?: number;
  failure?: Error;
}

const identity: LanguageModelIdentity = {
  servedBy: 'local',
  modelId: 'recording',
  modelName: 'Recording model',
  modelSha256: null,
  adapters: [],
  contextSize: 2048,
  messageOverheadTokens: 4,
};

/** A language model that says what its script tells it and records every request. One word counts as one token. */
export class RecordingLanguageModel implements LanguageModel {
  readonly requests: LanguageModelRequest[] = [];
  readonly warmed: (readonly ChatMessage[])[] = [];
  readonly #scriptFor: (request: LanguageModelRequest) => Script;
  readonly #identity: LanguageModelIdentity;

  constructor(
    scriptFor: (request: LanguageModelRequest) => Script,
    changes: Partial<LanguageModelIdentity> = {},
  ) {
    this.#scriptFor = scriptFor;
    this.#identity = { ...identity, ...changes };
  }

  prepare(): Promise<LanguageModelIdentity> {
    return Promise.resolve(this.#identity);
  }

  countTokens(texts: readonly string[]): Promise<number[]> {
    return Promise.resolve(texts.map(countWords));
  }

  warm(messages: readonly ChatMessage[]): Promise<void> {
    this.warmed.push(messages);
    return Promise.resolve();
  }

  async *stream(request: LanguageModelRequest, signal: AbortSignal): AsyncIterable<LanguageModelPart> {
    this.requests.push(request);
    const promptTokens = request.messages.reduce((sum, { text }) => sum + countWords(text) + 4, 0);
    const script = this.#scriptFor(request);
    yield { type: 'reading' };
    let completionTokens = 0;
    for (const text of script.pieces) {
      if (script.delayMs !== undefined) await wait(script.delayMs, signal);
      if (signal.aborted) break;
      completionTokens += 1;
      yield { type: 'text-delta', text, completionTokens };
    }
    if (script.failure && !signal.aborted) throw script.failure;
    yield {
      type: 'end',
      stopReason: signal.aborted ? 'cancelled' : 'end',
      usage: {
        promptTokens,
        evaluatedTokens: promptTokens,
        completionTokens,
        timeToFirstTokenMs: null,
        tokensPerSecond: null,
      },
    };
  }
}

function countWords(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}

function wait(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, delayMs);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
