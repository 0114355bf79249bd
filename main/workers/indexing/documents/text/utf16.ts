/** A plausible text has at most this share of characters that hardly occur in any. */
const mostUnlikely = 0.02;
const testedCharacters = 8192;

/**
 * The byte order of UTF-16 text that does not say so itself; null for anything else. Both orders are tried: read in the
 * wrong one, text is a mix of rare characters from all over Unicode.
 */
export function utf16WithoutMark(sample: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  // The only ones of the common characters with a zero byte are those that every text has: blanks, digits, line ends.
  if (sample.length < 4 || !sample.includes(0)) return null;
  const little = unlikelyShare(sample, true);
  const big = unlikelyShare(sample, false);
  if (Math.min(little, big) > mostUnlikely) return null;
  return little <= big ? 'utf-16le' : 'utf-16be';
}

/** 1 where no zero byte stands as the first half of a character: bytes of ASCII in pairs all look like Chinese. */
function unlikelyShare(sample: Uint8Array, isLittleEndian: boolean): number {
  const view = new DataView(sample.buffer, sample.byteOffset, sample.byteLength);
  const total = Math.min(testedCharacters, sample.length >> 1);
  let unlikely = 0;
  let hasLatin = false;
  for (let index = 0; index < total; index += 1) {
    const unit = view.getUint16(index * 2, isLittleEndian);
    if (!isLikely(unit)) unlikely += 1;
    else if (unit < 0x100) hasLatin = true;
  }
  return hasLatin ? unlikely / total : 1;
}

/** Letters, digits and punctuation of the writing systems that most text is in. */
function isLikely(unit: number): boolean {
  if (unit < 0x20) return unit >= 0x08 && unit <= 0x0d;
  return (
    (unit < 0x250 && unit !== 0x7f && !(unit >= 0x80 && unit < 0xa0)) ||
    // Greek, Cyrillic, Armenian, Hebrew, Arabic
    (unit >= 0x370 && unit < 0x780) ||
    // Scripts of India and South-East Asia, Georgian
    (unit >= 0x900 && unit < 0x1100) ||
    (unit >= 0x1e00 && unit < 0x2070) ||
    (unit >= 0x20a0 && unit < 0x2300) ||
    (unit >= 0x2500 && unit < 0x2600) ||
    // Kana and CJK
    (unit >= 0x3000 && unit < 0x3100) ||
    (unit >= 0x4e00 && unit < 0xa000) ||
    (unit >= 0xac00 && unit < 0xd7a4) ||
    // Halves of what is beyond 16 bits
    (unit >= 0xd83c && unit < 0xd83f) ||
    (unit >= 0xdc00 && unit < 0xe000) ||
    (unit >= 0xff00 && unit < 0xfff0)
  );
}
