import type { ReactNode } from 'react';

/** A pattern that finds any of the words, whatever their case; null when there is nothing to find. */
export function highlightPattern(words: readonly string[]): RegExp | null {
  const literals = words
    .filter((word) => word.trim() !== '')
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .sort((first, second) => second.length - first.length);
  return literals.length > 0 ? new RegExp(`(${literals.join('|')})`, 'giu') : null;
}

/** Text with what the pattern finds marked. */
export function markedText(text: string, pattern: RegExp | null): ReactNode {
  if (!pattern) return text;
  // The pattern has one group, so every second part is a find.
  const parts = text.split(pattern);
  if (parts.length === 1) return text;
  return parts.map((part, index) => (index % 2 === 1 ? <mark key={index}>{part}</mark> : part));
}
