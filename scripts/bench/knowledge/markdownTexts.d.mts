/** Real texts that every installation has, each once. */
export function markdownTexts(): string[];
