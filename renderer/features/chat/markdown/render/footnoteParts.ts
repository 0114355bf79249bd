/** Marks the element that holds one answer, in which footnotes and their references find each other. */
export const answerAttribute = { 'data-answer': true } as const;

/** Brings a footnote, or the first reference to it, into view and gives it the focus. `from` stands in the same answer. */
export function showFootnotePart(
  from: Element,
  part: 'footnote' | 'footnote-reference',
  number: number,
): void {
  const target = from.closest('[data-answer]')?.querySelector<HTMLElement>(`[data-${part}="${number}"]`);
  target?.scrollIntoView({ block: 'nearest' });
  target?.focus({ preventScroll: true });
}
