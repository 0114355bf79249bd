import { memo, useMemo } from 'react';
import classes from './CodeBlockView.module.css';
import type { CodeToken } from './codeTokenizer';
import { useCodeTokenizer } from './useCodeTokens';

interface CodePieceProps {
  text: string;
  language: string | null;
  /** Tokens found by reading the whole block, which go before those of the piece alone. */
  wholeTokens: readonly CodeToken[] | null;
}

/** A few lines of code. Drawn again only when its text or its colours change. */
export const CodePiece = memo(function CodePiece({ text, language, wholeTokens }: CodePieceProps) {
  const tokenizer = useCodeTokenizer();
  const ownTokens = useMemo(
    () => (tokenizer && language ? tokenizer.tokenizeCode(language, text) : null),
    [tokenizer, language, text],
  );
  const tokens = wholeTokens ?? ownTokens;
  return (
    <span className={classes.piece}>
      {tokens
        ? tokens.map((token, index) =>
            token.className === null ? (
              token.text
            ) : (
              <span key={index} className={token.className}>
                {token.text}
              </span>
            ),
          )
        : text}
    </span>
  );
});
