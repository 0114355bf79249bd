/** What a model's window holds besides documents, in its own tokens. */
export interface WindowUse {
  contextSize: number;
  /** Kept free for the answer. */
  reservedTokens: number;
  systemTokens: number;
  questionTokens: number;
  /** Of all messages before the question. */
  historyTokens: number;
  /** What the prompt says about the passages. */
  instructionTokens: number;
}

/** Of what is left, passages take at most this much: the rest is the conversation's. */
const passageShare = 0.5;
/** A longer conversation keeps at least this much beside whole documents. */
const historyShare = 0.25;
/** About one passage, which a small window gives even when that is more than its share. */
const onePassageTokens = 300;
const onePassageShare = 0.8;
/** More than a dozen passages help no answer, and reading them takes its time. */
const mostPassageTokens = 4000;

/** How many tokens of passages go into the prompt at most; 0 when there is no room for any. */
export function passageBudget(use: WindowUse): number {
  const left = leftOf(use);
  const share = Math.max(left * passageShare, Math.min(onePassageTokens, left * onePassageShare));
  return Math.max(0, Math.floor(Math.min(share, mostPassageTokens)));
}

/** How many tokens whole documents may take together. */
export function wholeDocumentsBudget(use: WindowUse): number {
  const left = leftOf(use);
  return Math.max(0, Math.floor(left - Math.min(use.historyTokens, left * historyShare)));
}

function leftOf(use: WindowUse): number {
  return use.contextSize - use.reservedTokens - use.systemTokens - use.questionTokens - use.instructionTokens;
}
