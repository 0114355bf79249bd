import type { Provenance } from '../../../../preload/contract/conversations';
import type { Sampling } from '../../../../preload/contract/sampling';
import { formatCount } from '../../../components/formatting';

const shortNumber = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** `812 tokens`, `1 token`. */
export function tokensInWords(count: number): string {
  return `${formatCount(count)} ${Math.round(count) === 1 ? 'token' : 'tokens'}`;
}

/** `0.21 s`, `12.4 s`, `2 min 5 s`. */
export function durationInWords(durationMs: number): string {
  const seconds = durationMs / 1000;
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const wholeSeconds = Math.round(seconds);
  return `${formatCount(Math.floor(wholeSeconds / 60))} min ${wholeSeconds % 60} s`;
}

/** `62 tokens/s`; one decimal below ten. */
export function speedInWords(tokensPerSecond: number): string {
  const digits = tokensPerSecond < 10 ? 1 : 0;
  return `${tokensPerSecond.toFixed(digits)} tokens/s`;
}

/** The quiet line under an answer, in pieces. */
export function answerSummary(provenance: Provenance): string[] {
  const parts = [provenance.modelName];
  if (provenance.tokensPerSecond !== null) parts.push(speedInWords(provenance.tokensPerSecond));
  if (provenance.timeToFirstTokenMs !== null) {
    parts.push(`first word after ${durationInWords(provenance.timeToFirstTokenMs)}`);
  }
  if (provenance.stopReason === 'limit') parts.push('ended at the length limit');
  if (provenance.stopReason === 'window') parts.push('ended because the window was full');
  return parts;
}

const stopReasonWords = {
  end: 'The model finished its answer',
  limit: 'The answer reached the length limit of this chat',
  window: 'The model’s window was full',
  cancelled: 'You stopped it',
  error: 'Something failed',
} as const satisfies Record<Provenance['stopReason'], string>;

export function stopReasonInWords(stopReason: Provenance['stopReason']): string {
  return stopReasonWords[stopReason];
}

/** One label and value per sampling field, for the details of an answer. */
export function samplingInWords(sampling: Sampling): string {
  return [
    `temperature ${shortNumber.format(sampling.temperature)}`,
    `top-p ${shortNumber.format(sampling.topP)}`,
    `top-k ${sampling.topK === 0 ? 'off' : formatCount(sampling.topK)}`,
    `min-p ${shortNumber.format(sampling.minP)}`,
    `repeat penalty ${shortNumber.format(sampling.repeatPenalty)}`,
    sampling.maxTokens === null ? 'no length limit' : `at most ${tokensInWords(sampling.maxTokens)}`,
  ].join(', ');
}
