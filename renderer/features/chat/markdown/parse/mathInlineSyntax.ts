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
  tokenize: tokenizeDollarMath,
  previous: isNotWordCharacter,
};

/** `\(…\)` and `\[…\]` inside a paragraph. */
export const bracketMathText: Construct = { name: 'bracketMathText', tokenize: tokenizeBracketMath };

function isNotWordCharacter(code: Code): boolean {
  if (code === null || code < 0) return true;
  return code !== DOLLAR && !/[\p{L}\p{N}]/u.test(String.fromCodePoint(code));
}

function isDigit(code: Code): boolean {
  return code !== null && code >= 48 && code <= 57;
}

function tokenizeDollarMath(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  let dollarCount = 0;

  return function start(code) {
    effects.enter('mathInline');
    effects.enter('mathInlineFence');
    return open(code);
  };

  function open(code: Code): State | undefined {
    if (code === DOLLAR) {
      if (++dollarCount > 2) return nok(code);
      effects.consume(code);
      return open;
    }
    if (dollarCount === 1 && (code === null || markdownLineEndingOrSpace(code))) return nok(code);
    effects.exit('mathInlineFence');
    return mathBody(effects, nok, { closes: canClose, forbids: isForbidden, close })(code);
  }

  function canClose(code: Code, previous: Code): boolean {
    return code === DOLLAR && (dollarCount === 2 || !markdownLineEndingOrSpace(previous));
  }

  function isForbidden(code: Code): boolean {
    return dollarCount === 1 && code === BACKTICK;
  }

  /** Reads the closing dollars; `otherwise` continues the formula when they close nothing. */
  function close(closeEffects: Effects, closed: State, otherwise: State): State {
    let closingCount = 0;
    return function sequence(code) {
      if (closingCount === 0) closeEffects.enter('mathInlineFence');
      if (code === DOLLAR && closingCount < dollarCount) {
        closingCount++;
        closeEffects.consume(code);
        return sequence;
      }
      const isClosing = closingCount === dollarCount && (dollarCount === 2 || !isDigit(code));
      if (!isClosing) return otherwise(code);
      closeEffects.exit('mathInlineFence');
      return closed(code);
    };
  }

  // `mathBody` calls this once the closing fence stands.
  function mathBody(bodyEffects: Effects, fail: State, rules: BodyRules): State {
    return tokenizeBody(bodyEffects, ok, fail, rules);
  }
}

function tokenizeBracketMath(this: TokenizeContext, effects: Effects, ok: State, nok: State): State {
  let closingBracket: Code = null;

  return function start(code) {
    effects.enter('mathInline');
    effects.enter('mathInlineFence');
    effects.consume(code);
    return bracket;
  };

  function bracket(code: Code): State | undefined {
    if (code !== ROUND_OPEN && code !== SQUARE_OPEN) return nok(code);
    closingBracket = code === ROUND_OPEN ? ROUND_CLOSE : SQUARE_CLOSE;
    effects.consume(code);
    effects.exit('mathInlineFence');
    return tokenizeBody(effects, ok, nok, {
      closes: (next) => next === BACKSLASH,
      forbids: () => false,
      close,
    });
  }

  function close(closeEffects: Effects, closed: State, otherwise: State): State {
    return function backslash(code) {
      closeEffects.enter('mathInlineFence');
      closeEffects.consume(code);
      return function afterBackslash(next) {
        if (next !== closingBracket) return otherwise(next);
        closeEffects.consume(next);
        closeEffects.exit('mathInlineFence');
        return closed;
      };
    };
  }
}

interface BodyRules {
  /** Whether `code` may be the first character of the closing delimiter. */
  closes: (code: Code, previous: Code) => boolean;
  /** Characters that prove this is no formula. */
  forbids: (code: Code) => boolean;
  close: (effects: Effects, closed: State, otherwise: State) => State;
}

/** The TeX between two delimiters, one value token a line; fails when the paragraph ends first. */
function tokenizeBody(effects: Effects, ok: State, nok: State, rules: BodyRules): State {
  let previous: Code = null;
  let hasValue = false;
  let isInValue = false;

  return between;

  function between(code: Code): State | undefined {
    if (code === null || rules.forbids(code)) return nok(code);
    if (markdownLineEnding(code)) {
      leaveValue();
      effects.enter('lineEnding');
      effects.consume(code);
      effects.exit('lineEnding');
      previous = code;
      return between;
    }
    if (hasValue && rules.closes(code, previous)) {
      leaveValue();
      const closing: Construct = {
        partial: true,
        tokenize: (closeEffects, closed, otherwise) => rules.close(closeEffects, closed, otherwise),
      };
      return effects.attempt(closing, finish, value)(code);
    }
    return value(code);
  }

  function value(code: Code): State | undefined {
    if (!isInValue) effects.enter('mathInlineValue');
    isInValue = true;
    hasValue ||= !markdownLineEndingOrSpace(code);
    previous = code;
    effects.consume(code);
    return code === BACKSLASH ? escaped : between;
  }

  /** The character after a backslash belongs to it: `\$` and `\\` close nothing. */
  function escaped(code: Code): State | undefined {
    return code === null || markdownLineEnding(code) ? between(code) : value2(code);
  }

  function value2(code: Code): State | undefined {
    previous = code;
    effects.consume(code);
    return between;
  }

  function leaveValue(): void {
    if (isInValue) effects.exit('mathInlineValue');
    isInValue = false;
  }

  function finish(code: Code): State | undefined {
    effects.exit('mathInline');
    return ok(code);
  }
}
