import { useEffect, useMemo, useState } from 'react';
import { joinPieces, PIECE_LINES } from '../split/codePieces';
import type { CodeToken } from './codeTokenizer';
import { createLazyModule } from './lazyModule';

export const useCodeTokenizer = createLazyModule(() => import('./codeTokenizer'));

/** Longer code is coloured piece by piece only. */
const MAX_WHOLE_LENGTH = 60_000;

/**
 * The colours of a finished block as a whole, a row of tokens for each piece. Pieces are coloured one by one while the
 * block grows, which is wrong where a comment or string crosses from one into the next; this puts it right when the
 * browser is idle. Null until then, and where nothing has to be put right.
 */
export function useWholeTokens(
  pieces: readonly string[],
  language: string | null,
  isGrowing: boolean,
): readonly (readonly CodeToken[])[] | null {
  const tokenizer = useCodeTokenizer();
  const [whole, setWhole] = useState<{ code: string; tokens: CodeToken[][] } | null>(null);
  const isNeeded = !isGrowing && pieces.length > 1;
  const code = useMemo(() => (isNeeded ? joinPieces(pieces) : ''), [isNeeded, pieces]);

  useEffect(() => {
    if (!isNeeded || !tokenizer || !language || code.length > MAX_WHOLE_LENGTH) return;
    const handle = requestIdleCallback(() => {
      const tokens = tokenizer.tokenizeCode(language, code);
      if (tokens) setWhole({ code, tokens: tokenizer.splitTokens(tokens, PIECE_LINES) });
    });
    return () => cancelIdleCallback(handle);
  }, [isNeeded, tokenizer, language, code]);

  return isNeeded && whole?.code === code ? whole.tokens : null;
}
