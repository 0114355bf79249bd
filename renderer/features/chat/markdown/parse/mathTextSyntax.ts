import { markdownLineEnding, markdownLineEndingOrSpace } from 'micromark-util-character';
import type { Code, Construct, Effects, State, TokenizeContext } from 'micromark-util-types';
import './mathNodes';

const DOLLAR = 36;
const BACKSLASH = 92;
const BACKTICK = 96;
const ROUND_OPEN = 40;
const ROUND_CLOSE = 41;
const SQUARE_OPEN = 91;
const SQUARE_CLOSE = 93;

/**
 * `$…$` and `$$…$$` inside a paragraph. A single dollar follows Pandoc's rule, so that prices stay prices: the
 * opening one has no space after it, the closing one has no space before it and no digit after it.
 */
export const dollarMathText: Construct = {
  name: 'dollarMathText',
  previous: isNotWordCharacter,
  tokenize(effects, ok, nok) {
    return tokenizeDollarMath(this, effects, ok, nok);
  },
};

/** `\(…\)` and `\[…\]` inside a paragraph. */
export const bracketMathText: Construct = {
  name: 'bracketMathText',
  tokenize(effects, ok, nok) {
    return tokenizeBracketMath(this, effects, ok, nok);
  },
};

interface Delimiter {
  /** Tells the delimiters apart that are opened alike. */
  name: string;
  /** Whether the closing delimiter may begin with this character. */
  mayClose: (code: Code) => boolean;
  /** Reads the closing delimiter, which stands after `previous`: `closed` after it, `otherwise` when it is none. */
  close: (effects: Effects, closed: State, otherwise: State, previous: Code) => State;
  /** Whether one that does not close proves that the text is no formula. */
  isExclusive: boolean;
  /** Whether this character proves that the text is no formula. */
  forbids: (code: Code) => boolean;
}

/**
 * Delimiters that no longer close in the text a context reads. Where one opening delimiter found no end, a later one
 * finds none either; without this memory a paragraph of openings costs their number squared.
 */
const unclosable = new WeakMap<TokenizeContext, Set<string>>();

function isUnclosable(context: TokenizeContext, name: string): boolean {
  return unclosable.get(context)?.has(name) ?? false;
}

function markUnclosable(context: TokenizeContext, name: string): void {
  const names = unclosable.get(context) ?? new Set();
  unclosable.set(context, names.add(name));
}

function isNotWordCharacter(code: Code): boolean {
  if (code === null || code < 0) return true;
  return code !== DOLLAR && !/[\p{L}\p{N}]/u.test(String.fromCodePoint(code));
}

function isDigit(code: Code): boolean {
  return code !== null && code >= 48 && code <= 57;
}

function tokenizeDollarMath(context: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  let dollarCount = 0;
  const delimiter = (): Delimiter => ({
    name: '$'.repeat(dollarCount),
    mayClose: (code) => code === DOLLAR,
    close: closeDollars,
    // No formula holds a bare dollar: in `$5, or $x$` the first one is a price.
    isExclusive: dollarCount === 1,
    // A backtick between two single dollars means code that mentions one, not a formula.
    forbids: (code) => dollarCount === 1 && code === BACKTICK,
  });

  return function start(code) {
    effects.enter('mathInline');
    effects.enter('mathInlineFence');
    return openDollars(code);
  };

  function openDollars(code: Code): State | undefined {
    if (code === DOLLAR) {
      if (++dollarCount > 2) return nok(code);
      effects.consume(code);
      return openDollars;
    }
    if (dollarCount === 1 && (code === null || markdownLineEndingOrSpace(code))) return nok(code);
    effects.exit('mathInlineFence');
    return tokenizeFormula(context, effects, ok, nok, delimiter())(code);
  }

  function closeDollars(closeEffects: Effects, closed: State, otherwise: State, previous: Code): State {
    let closingCount = 0;
    return function sequence(code) {
      if (dollarCount === 1 && closingCount === 0 && markdownLineEndingOrSpace(previous))
        return otherwise(code);
      if (closingCount === 0) closeEffects.enter('mathInlineFence');
      if (code === DOLLAR && closingCount < dollarCount) {
        closingCount++;
        closeEffects.consume(code);
        return sequence;
      }
      if (closingCount < dollarCount || (dollarCount === 1 && isDigit(code))) return otherwise(code);
      closeEffects.exit('mathInlineFence');
      return closed(code);
    };
  }
}

function tokenizeBracketMath(context: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  let closingBracket: Code = null;

  return function backslash(code) {
    effects.enter('mathInline');
    effects.enter('mathInlineFence');
    effects.consume(code);
    return openingBracket;
  };

  function openingBracket(code: Code): State | undefined {
    if (code !== ROUND_OPEN && code !== SQUARE_OPEN) return nok(code);
    closingBracket = code === ROUND_OPEN ? ROUND_CLOSE : SQUARE_CLOSE;
    effects.consume(code);
    effects.exit('mathInlineFence');
    return tokenizeFormula(context, effects, ok, nok, {
      name: code === ROUND_OPEN ? '(' : '[',
      mayClose: (next) => next === BACKSLASH,
      close: closeBracket,
      isExclusive: false,
      forbids: () => false,
    });
  }

  function closeBracket(closeEffects: Effects, closed: State, otherwise: State): State {
    return function closingBackslash(code) {
      closeEffects.enter('mathInlineFence');
      closeEffects.consume(code);
      return function bracket(next) {
        if (next !== closingBracket) return otherwise(next);
        closeEffects.consume(next);
        closeEffects.exit('mathInlineFence');
        return closed;
      };
    };
  }
}

/** The TeX between two delimiters, in one value token a line; fails when the paragraph ends before it closes. */
function tokenizeFormula(
  context: TokenizeContext,
  effects: Effects,
  ok: State,
  nok: State,
  delimiter: Delimiter,
): State {
  let previous: Code = null;
  let hasContent = false;
  const closing: Construct = {
    partial: true,
    tokenize: (closeEffects, closed, otherwise) => delimiter.close(closeEffects, closed, otherwise, previous),
  };

  return isUnclosable(context, delimiter.name) ? nok : between;

  function between(code: Code): State | undefined {
    if (code === null) {
      markUnclosable(context, delimiter.name);
      return nok(code);
    }
    if (delimiter.forbids(code)) return nok(code);
    if (markdownLineEnding(code)) {
      effects.enter('lineEnding');
      effects.consume(code);
      effects.exit('lineEnding');
      previous = code;
      return between;
    }
    if (!delimiter.mayClose(code)) return startValue(code);
    return effects.attempt(closing, finish, delimiter.isExclusive ? nok : startValue)(code);
  }

  function startValue(code: Code): State | undefined {
    effects.enter('mathInlineValue');
    return consumeValue(code);
  }

  function consumeValue(code: Code): State | undefined {
    hasContent ||= !markdownLineEndingOrSpace(code);
    // What follows a backslash belongs to it: `\$` and the bracket of `\\)` close nothing.
    const isEscape = code === BACKSLASH && previous !== BACKSLASH;
    previous = isEscape || code !== BACKSLASH ? code : null;
    effects.consume(code);
    return isEscape ? escaped : insideValue;
  }

  function escaped(code: Code): State | undefined {
    return code === null || markdownLineEnding(code) ? insideValue(code) : consumeValue(code);
  }

  function insideValue(code: Code): State | undefined {
    const mustLeave =
      code === null || markdownLineEnding(code) || delimiter.forbids(code) || delimiter.mayClose(code);
    if (!mustLeave) return consumeValue(code);
    effects.exit('mathInlineValue');
    return between(code);
  }

  function finish(code: Code): State | undefined {
    if (!hasContent) return nok(code);
    effects.exit('mathInline');
    return ok(code);
  }
}
