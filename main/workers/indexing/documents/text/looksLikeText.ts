import { isUtf8 } from 'node:buffer';
import { withoutCutCharacter } from './utf8';
import { utf16WithoutMark } from './utf16';

/** More of these in a thousand bytes than this, and it is no text. */
const mostControlsInThousand = 10;

/** Whether bytes from the start of a file are text in any encoding that Loam reads. */
export function looksLikeText(sample: Uint8Array): boolean {
  if (hasUtf16Mark(sample)) return !hasUtf32Mark(sample);
  if (sample.includes(0)) return utf16WithoutMark(sample) !== null;
  const controls = countControls(sample);
  // A text with control characters in it is still a text when all of it is UTF-8: logs of terminals, for one.
  const mostAllowed = isUtf8(withoutCutCharacter(sample))
    ? mostControlsInThousand * 10
    : mostControlsInThousand;
  return controls * 1000 <= sample.length * mostAllowed;
}

function hasUtf16Mark([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
}

/** Read as UTF-16, every other character of it would be NUL. */
function hasUtf32Mark([, , third, fourth]: Uint8Array): boolean {
  return third === 0 && fourth === 0;
}

/** Those that no text needs. Escape, backspace and form feed do occur. */
function countControls(sample: Uint8Array): number {
  let count = 0;
  for (const byte of sample) {
    const isNeeded = byte >= 0x08 && byte <= 0x0d;
    if (byte === 0x7f || (byte < 0x20 && !isNeeded && byte !== 0x1b)) count += 1;
  }
  return count;
}
