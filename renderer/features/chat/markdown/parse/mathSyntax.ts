import type { Extension as FromMarkdownExtension } from 'mdast-util-from-markdown';
import type { Extension as SyntaxExtension } from 'micromark-util-types';
import { bracketMathFlow, dollarMathFlow } from './mathFlowSyntax';
import { bracketMathText, dollarMathText } from './mathTextSyntax';
import type { InlineMath, MathBlock } from './mathNodes';

const DOLLAR = 36;
const BACKSLASH = 92;

/**
 * TeX as language models write it: `$…$`, `$$…$$`, `\(…\)` and `\[…\]`, in a paragraph or on lines of their own.
 *
 * The published extension knows dollars only, takes `$5 and $10` for a formula, reads `$$\begin{aligned}` as a fence
 * that never closes, and brings a second copy of KaTeX along.
 */
export const mathSyntax: SyntaxExtension = {
  flow: { [DOLLAR]: dollarMathFlow, [BACKSLASH]: bracketMathFlow },
  text: { [DOLLAR]: dollarMathText, [BACKSLASH]: bracketMathText },
};

/** Turns the tokens of `mathSyntax` into `math` and `inlineMath` nodes. */
export const mathFromMarkdown: FromMarkdownExtension = {
  enter: {
    mathBlock(token) {
      this.enter({ type: 'math', value: '', data: {} } satisfies MathBlock, token);
      this.buffer();
      this.data.isMathClosed = false;
    },
    mathBlockClosingFence() {
      this.data.isMathClosed = true;
    },
    mathBlockValue(token) {
      this.config.enter.data?.call(this, token);
    },
    mathInline(token) {
      this.enter({ type: 'inlineMath', value: '', data: {} } satisfies InlineMath, token);
      this.buffer();
    },
    mathInlineValue(token) {
      this.config.enter.data?.call(this, token);
    },
  },
  exit: {
    mathBlockValue(token) {
      this.config.exit.data?.call(this, token);
    },
    mathBlock(token) {
      const value = this.resume().trim();
      const node = this.stack[this.stack.length - 1];
      if (node?.type === 'math') {
        node.value = value;
        if (!this.data.isMathClosed) node.data.isUnclosed = true;
      }
      this.exit(token);
    },
    mathInlineValue(token) {
      this.config.exit.data?.call(this, token);
    },
    mathInline(token) {
      const value = this.resume().trim();
      const node = this.stack[this.stack.length - 1];
      if (node?.type === 'inlineMath') {
        node.value = value;
        if (/^(?:\$\$|\\\[)/.test(this.sliceSerialize(token))) node.data.isDisplay = true;
      }
      this.exit(token);
    },
  },
};
