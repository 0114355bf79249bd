/** A run of text, or the number of a passage that the text cites. */
export type CitedRun = { text: string } | { citation: number };

/** As the core writes them: one number in each bracket. */
const citationPattern = /\[(\d{1,3})\]/g;

/** Cuts text at its citations; one run where it has none. */
export function splitCitations(text: string): CitedRun[] {
  const runs: CitedRun[] = [];
  let end = 0;
  for (const match of text.matchAll(citationPattern)) {
    if (match.index > end) runs.push({ text: text.slice(end, match.index) });
    runs.push({ citation: Number(match[1]) });
    end = match.index + match[0].length;
  }
  if (end < text.length || runs.length === 0) runs.push({ text: text.slice(end) });
  return runs;
}

/** The numbers a text cites, each once, in order of appearance. Code counts too: it is only used to sort the sources. */
export function citedNumbers(text: string): number[] {
  return [...new Set([...text.matchAll(citationPattern)].map((match) => Number(match[1])))];
}
