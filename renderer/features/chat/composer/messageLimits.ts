import { formatCount } from '../../../components/formatting';

/** The contract takes no longer message than this. */
export const longestMessage = 1_000_000;
/** A rough rule for European languages; the exact count is the model's own. */
const charactersPerToken = 4;

export interface LengthNotice {
  /** Whether the text cannot be sent at all. */
  isBlocking: boolean;
  text: string;
}

/**
 * What there is to say about the length of a text before it is sent; null when it is fine.
 *
 * `contextSize`: tokens of the model's window, null while unknown.
 */
export function lengthNotice(text: string, contextSize: number | null): LengthNotice | null {
  if (text.length > longestMessage) {
    return {
      isBlocking: true,
      text: `This text has ${formatCount(text.length)} characters; one message holds at most ${formatCount(longestMessage)}.`,
    };
  }
  const tokens = Math.round(text.length / charactersPerToken);
  if (contextSize !== null && tokens > contextSize) {
    return {
      isBlocking: false,
      text:
        `This is about ${formatCount(tokens)} tokens, more than the model’s window of ${formatCount(contextSize)}. ` +
        'Shorten it, or raise the context size in Settings.',
    };
  }
  return null;
}
