/** What the alignment needs to know about a vocabulary. */
export interface TokenTexts<Token> {
  /** The text of these tokens when they follow `preceding`; characters that are not complete yet come as U+FFFD. */
  textOf: (tokens: readonly Token[], preceding: readonly Token[]) => string;
  /** Control tokens, whose spelling may also occur as plain text. */
  isControl: (token: Token) => boolean;
}

/** Two spellings of the same text are looked for over at most this many tokens. */
const longestStretch = 24;
const precedingTokens = 4;
const incompleteCharacter = '\uFFFD';

/**
 * Spells a prompt with the tokens that are evaluated already wherever both say the same.
 *
 * A model may have said "Hello" as "Hel" + "lo", where the tokenizer would write one token. Taken literally, the next
 * prompt would differ there from what is in memory, and all that follows would be evaluated again. Control tokens are
 * never exchanged: only their spelling equals plain text, not their meaning.
 */
export function alignToEvaluated<Token>(
  prompt: readonly Token[],
  evaluated: readonly Token[],
  vocabulary: TokenTexts<Token>,
): Token[] {
  const aligned: Token[] = [];
  let promptIndex = 0;
  while (promptIndex < prompt.length && aligned.length < evaluated.length) {
    const token = prompt[promptIndex];
    if (token === undefined) break;
    if (token === evaluated[aligned.length]) {
      aligned.push(token);
      promptIndex += 1;
      continue;
    }
    const stretch = sameText(
      prompt.slice(promptIndex, promptIndex + longestStretch),
      evaluated.slice(aligned.length, aligned.length + longestStretch),
      aligned.slice(-precedingTokens),
      vocabulary,
    );
    if (!stretch) break;
    aligned.push(...evaluated.slice(aligned.length, aligned.length + stretch.evaluatedCount));
    promptIndex += stretch.promptCount;
  }
  return [...aligned, ...prompt.slice(promptIndex)];
}

/** How many tokens from both beginnings spell the same text, or null when they do not within their length. */
function sameText<Token>(
  prompt: readonly Token[],
  evaluated: readonly Token[],
  preceding: readonly Token[],
  { textOf, isControl }: TokenTexts<Token>,
): { promptCount: number; evaluatedCount: number } | null {
  let promptCount = 0;
  let evaluatedCount = 0;
  let promptText = '';
  let evaluatedText = '';
  while (promptCount + evaluatedCount < prompt.length + evaluated.length) {
    const growsPrompt = promptText.length <= evaluatedText.length;
    const grown = growsPrompt ? prompt[promptCount] : evaluated[evaluatedCount];
    if (grown === undefined || isControl(grown)) return null;
    if (growsPrompt) promptText = textOf(prompt.slice(0, (promptCount += 1)), preceding);
    else evaluatedText = textOf(evaluated.slice(0, (evaluatedCount += 1)), preceding);
    if (evaluatedCount === 0) continue;
    const settledPrompt = withoutIncompleteEnd(promptText);
    const settledEvaluated = withoutIncompleteEnd(evaluatedText);
    if (!settledPrompt.startsWith(settledEvaluated) && !settledEvaluated.startsWith(settledPrompt))
      return null;
    const isComplete = promptText === settledPrompt && evaluatedText === settledEvaluated;
    if (isComplete && promptText === evaluatedText) return { promptCount, evaluatedCount };
  }
  return null;
}

function withoutIncompleteEnd(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === incompleteCharacter) end -= 1;
  return text.slice(0, end);
}
