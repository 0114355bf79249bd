/** As many as one source may have. */
export const mostPatterns = 200;
const longestPattern = 500;

/** The patterns of a text with one a line. Spaces at an end mean nothing in a .gitignore file either. */
export function toPatterns(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Why these patterns cannot be kept; null when they can. */
export function patternProblem(patterns: readonly string[]): string | null {
  if (patterns.length > mostPatterns) {
    return `There are ${patterns.length} patterns; ${mostPatterns} can be kept. Join some with a wildcard.`;
  }
  const longest = patterns.find(({ length }) => length > longestPattern);
  return longest === undefined
    ? null
    : `A pattern has ${longest.length} characters; ${longestPattern} can be kept.`;
}
