import { markdownLineEnding, markdownSpace } from 'micromark-util-character';
import type { Code, Construct, Effects, State, TokenizeContext } from 'micromark-util-types';
import './mathNodes';

const DOLLAR = 36;
const BACKSLASH = 92;

/** `$$` at the start of a line: a formula on lines of its own. */
export const dollarMathFlow: Construct = {
  name: 'dollarMathFlow',
  concrete: true,
  tokenize(effects, ok, nok) {
    return tokenizeMathFlow(this, effects, ok, nok, { opening: '$$', closing: '$$' });
  },
};

/** `\[` at the start of a line: a formula on lines of its own. */
export const bracketMathFlow: Construct = {
  name: 'bracketMathFlow',
  concrete: true,
  tokenize(effects, ok, nok) {
    return tokenizeMathFlow(this, effects, ok, nok, { opening: '\\[', closing: '\\]' });
  },
};

interface Delimiters {
  opening: string;
  closing: string;
}

/**
 * What the rest of the opening line makes of it. The decision never looks beyond that line, so a block that has been
 * recognised while an answer streams in stays one.
 * - `alone`: nothing follows; the formula runs to the closing delimiter, over blank lines too.
 * - `oneLine`: the formula closes at the end of the same line.
 * - `begun`: TeX follows, as in `$$\begin{aligned}`; it runs to the closing delimiter or to a blank line.
 */
type OpeningLine = 'alone' | 'oneLine' | 'begun';

function classifyOpeningLine(rest: string, closing: string): OpeningLine | null {
  if (rest.trim() === '') return 'alone';
  const closingAt = rest.indexOf(closing);
  if (closingAt < 0) return /[\\^_={}]/.test(rest) ? 'begun' : null;
  const isClosedAtEnd = /^[.,;:!?]?\s*$/.test(rest.slice(closingAt + closing.length));
  return isClosedAtEnd && rest.slice(0, closingAt).trim() !== '' ? 'oneLine' : null;
}

function isEndOfLine(code: Code): code is null | -5 | -4 | -3 {
  return code === null || markdownLineEnding(code);
}

function tokenizeMathFlow(
  context: TokenizeContext,
  effects: Effects,
  ok: State,
  nok: State,
  { opening, closing }: Delimiters,
): State {
  let openingLine: OpeningLine | null = null;
  const readOpeningLine: Construct = { partial: true, tokenize: tokenizeOpeningLine };
  const closingFence: Construct = {
    partial: true,
    tokenize: (fenceEffects, closed, otherwise) =>
      tokenizeClosingFence(fenceEffects, closed, otherwise, closing),
  };
  const nextLine: Construct = {
    partial: true,
    tokenize: (lineEffects, found, ended) =>
      tokenizeNextLine(context, lineEffects, found, ended, openingLine === 'begun'),
  };

  return function start(code) {
    effects.enter('mathBlock');
    effects.enter('mathBlockFence');
    effects.consume(code);
    return secondCharacter;
  };

  function secondCharacter(code: Code): State | undefined {
    if (code !== opening.charCodeAt(1)) return nok(code);
    effects.consume(code);
    effects.exit('mathBlockFence');
    return afterOpening;
  }

  function afterOpening(code: Code): State | undefined {
    // Three dollars open nothing.
    if (code === DOLLAR) return nok(code);
    return effects.check(readOpeningLine, afterOpeningLine, nok)(code);
  }

  function tokenizeOpeningLine(lineEffects: Effects, isMath: State, isOther: State): State {
    let rest = '';
    return function start(code) {
      if (isEndOfLine(code)) return decide(code);
      lineEffects.enter('mathBlockValue');
      return character(code);
    };
    function decide(code: Code): State | undefined {
      openingLine = classifyOpeningLine(rest, closing);
      return openingLine ? isMath(code) : isOther(code);
    }
    function character(code: Code): State | undefined {
      if (isEndOfLine(code)) {
        lineEffects.exit('mathBlockValue');
        return decide(code);
      }
      // Negative codes are the columns of a tab.
      rest += code < 0 ? ' ' : String.fromCodePoint(code);
      lineEffects.consume(code);
      return character;
    }
  }

  function afterOpeningLine(code: Code): State | undefined {
    // The parser only asks whether this line may end a paragraph.
    return context.interrupt && openingLine !== 'oneLine' ? ok(code) : content(code);
  }

  function content(code: Code): State | undefined {
    if (code === null) return finish(code);
    if (markdownLineEnding(code)) return effects.attempt(nextLine, content, finish)(code);
    return code === closing.charCodeAt(0)
      ? effects.attempt(closingFence, finish, startValue)(code)
      : startValue(code);
  }

  function startValue(code: Code): State | undefined {
    effects.enter('mathBlockValue');
    return consumeValue(code);
  }

  function consumeValue(code: Code): State | undefined {
    effects.consume(code);
    return code === BACKSLASH ? escaped : insideValue;
  }

  function escaped(code: Code): State | undefined {
    if (isEndOfLine(code)) return insideValue(code);
    effects.consume(code);
    return insideValue;
  }

  function insideValue(code: Code): State | undefined {
    if (!isEndOfLine(code) && code !== closing.charCodeAt(0)) return consumeValue(code);
    effects.exit('mathBlockValue');
    return content(code);
  }

  function finish(code: Code): State | undefined {
    effects.exit('mathBlock');
    return ok(code);
  }
}

/** The closing delimiter at the end of a line; a sentence mark after it is kept as part of the formula. */
function tokenizeClosingFence(effects: Effects, closed: State, otherwise: State, closing: string): State {
  return function first(code) {
    effects.enter('mathBlockClosingFence');
    effects.consume(code);
    return second;
  };

  function second(code: Code): State | undefined {
    if (code !== closing.charCodeAt(1)) return otherwise(code);
    effects.consume(code);
    effects.exit('mathBlockClosingFence');
    return sentenceMark;
  }

  function sentenceMark(code: Code): State | undefined {
    if (code === null || code < 0 || !'.,;:!?'.includes(String.fromCodePoint(code)))
      return trailingSpace(code);
    effects.enter('mathBlockValue');
    effects.consume(code);
    effects.exit('mathBlockValue');
    return trailingSpace;
  }

  function trailingSpace(code: Code): State | undefined {
    if (isEndOfLine(code)) return closed(code);
    if (!markdownSpace(code)) return otherwise(code);
    effects.enter('whitespace');
    return space(code);
  }

  function space(code: Code): State | undefined {
    if (markdownSpace(code)) {
      effects.consume(code);
      return space;
    }
    effects.exit('whitespace');
    return isEndOfLine(code) ? closed(code) : otherwise(code);
  }
}

/** Moves to the next line of the formula, unless the line lies outside its container or is blank and may end it. */
function tokenizeNextLine(
  context: TokenizeContext,
  effects: Effects,
  found: State,
  ended: State,
  endsAtBlankLine: boolean,
): State {
  const blankLine: Construct = { partial: true, tokenize: tokenizeBlankLine };

  return function lineEnding(code) {
    effects.enter('lineEnding');
    effects.consume(code);
    effects.exit('lineEnding');
    return lineStart;
  };

  function lineStart(code: Code): State | undefined {
    if (context.parser.lazy[context.now().line]) return ended(code);
    return endsAtBlankLine ? effects.check(blankLine, ended, found)(code) : found(code);
  }
}

function tokenizeBlankLine(effects: Effects, isBlank: State, isNotBlank: State): State {
  return function start(code) {
    if (isEndOfLine(code)) return isBlank(code);
    if (!markdownSpace(code)) return isNotBlank(code);
    effects.enter('whitespace');
    return space(code);
  };

  function space(code: Code): State | undefined {
    if (markdownSpace(code)) {
      effects.consume(code);
      return space;
    }
    effects.exit('whitespace');
    return isEndOfLine(code) ? isBlank(code) : isNotBlank(code);
  }
}
