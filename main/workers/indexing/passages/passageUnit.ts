/** How well a passage may begin with a unit. */
export const breakQualities = {
  /** In the middle of a sentence or line that was too long. */
  within: 0,
  /** A sentence, a line, a row. */
  sentence: 1,
  /** A paragraph, a definition, a heading. */
  paragraph: 2,
} as const;
export type BreakQuality = (typeof breakQualities)[keyof typeof breakQualities];

/** The smallest piece that passages are put together from. Joined, all units are the document's text. */
export interface PassageUnit {
  text: string;
  /** In UTF-16 code units of the document's text. */
  start: number;
  kind: 'text' | 'code' | 'table';
  isHeading: boolean;
  breakBefore: BreakQuality;
  /** Share of a passage it takes, see `PassageSizes`. */
  size: number;
  /** From 1; null where the format has no pages. */
  page: number | null;
}

export function isBlank({ text }: { text: string }): boolean {
  return text.trim() === '';
}
