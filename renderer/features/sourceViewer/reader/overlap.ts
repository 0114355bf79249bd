import type { ReaderPassage } from '../../../../preload/contract/knowledge';

/**
 * How many characters at the beginning of a passage the one before it holds too. Nothing is counted on the strength of
 * the offsets alone: where a format writes its text in another way than the file does, they count other characters.
 */
export function overlapWith(before: ReaderPassage | undefined, passage: ReaderPassage): number {
  if (before === undefined || before.ordinal !== passage.ordinal - 1) return 0;
  const length = Math.min(before.endOffset - passage.startOffset, passage.text.length);
  if (length <= 0) return 0;
  const repeated = passage.text.slice(0, length).trimEnd();
  return before.text.trimEnd().endsWith(repeated) ? length : 0;
}

interface Neighbours {
  before: ReaderPassage | undefined;
  after: ReaderPassage | undefined;
  /** The passages that are shown whole, by their ordinals. */
  marked: { fromOrdinal: number; toOrdinal: number };
}

/**
 * What a passage adds to the text around it. What two passages share is shown in the first of them; but the marked
 * ones begin with their own first word, and the passage before gives way.
 */
export function shownText(passage: ReaderPassage, { before, after, marked }: Neighbours): string {
  const { text, ordinal } = passage;
  if (ordinal === marked.fromOrdinal - 1 && after !== undefined) {
    const shared = overlapWith(passage, after);
    const own = text.slice(overlapWith(before, passage));
    return shared === 0 ? own : own.trimEnd().slice(0, -after.text.slice(0, shared).trimEnd().length);
  }
  return ordinal === marked.fromOrdinal ? text : text.slice(overlapWith(before, passage));
}
