import type { Data, Literal } from 'mdast';

/** What the syntax tells about a formula besides its TeX. */
export interface MathData extends Data {
  /** The closing delimiter was never written: the TeX is unfinished and is shown as source. */
  isUnclosed?: boolean;
  /** Stands in a paragraph but was written with a display delimiter, `$$…$$` or `\[…\]`. */
  isDisplay?: boolean;
}

/** A formula on lines of its own. `value` is TeX without its delimiters. */
export interface MathBlock extends Literal {
  type: 'math';
  data: MathData;
}

/** A formula inside a paragraph. `value` is TeX without its delimiters. */
export interface InlineMath extends Literal {
  type: 'inlineMath';
  data: MathData;
}

declare module 'mdast' {
  interface RootContentMap {
    math: MathBlock;
    inlineMath: InlineMath;
  }
  interface BlockContentMap {
    math: MathBlock;
  }
  interface PhrasingContentMap {
    inlineMath: InlineMath;
  }
}

declare module 'mdast-util-from-markdown' {
  interface CompileData {
    isMathClosed?: boolean | undefined;
  }
}

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    mathBlock: 'mathBlock';
    mathBlockFence: 'mathBlockFence';
    mathBlockClosingFence: 'mathBlockClosingFence';
    mathBlockValue: 'mathBlockValue';
    mathInline: 'mathInline';
    mathInlineFence: 'mathInlineFence';
    mathInlineValue: 'mathInlineValue';
  }
}
