/** Control characters, and those that only change how the text around them is drawn. */
const undrawn = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\u2028\u2029]+/gu;

/** A text out of a file on one line, without what could mislead a reader, and not longer than that. */
export function displayText(text: string, maxLength: number): string {
  // What is far beyond the limit is not even looked at: a file can hold a text of 64 MB.
  const plain = text
    .slice(0, maxLength * 4)
    .replaceAll(undrawn, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim();
  if (plain.length <= maxLength) return plain;
  const start = plain
    .slice(0, maxLength - 1)
    // Half of a character outside the basic plane.
    .replace(/\p{Cs}$/u, '')
    .trimEnd();
  return `${start}…`;
}

/** A name out of a file, for a sentence. */
export function quoted(name: string): string {
  return `"${displayText(name, 60)}"`;
}

/** 49152 reads "49,152". */
export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

/** "1 byte", "2 bytes". */
export function byteCount(count: number): string {
  return count === 1 ? '1 byte' : `${grouped(count)} bytes`;
}
