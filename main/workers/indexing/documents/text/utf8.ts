import { isUtf8 } from 'node:buffer';

/** What is left of bytes that were cut somewhere, without a character that lost its end. */
export function withoutCutCharacter(bytes: Uint8Array): Uint8Array {
  const end = bytes.length;
  for (let back = 1; back <= Math.min(3, end); back += 1) {
    const byte = bytes[end - back] ?? 0;
    if (byte < 0x80) return bytes;
    // The first byte of a character says how many it has.
    if (byte >= 0xc0) return lengthOf(byte) > back ? bytes.subarray(0, end - back) : bytes;
  }
  return bytes;
}

function lengthOf(firstByte: number): number {
  if (firstByte >= 0xf0) return 4;
  return firstByte >= 0xe0 ? 3 : 2;
}

/** Tells whether bytes that come in pieces are UTF-8 as a whole. */
export class Utf8Check {
  /** The beginning of a character whose end is in the next piece. */
  #rest = new Uint8Array();

  /** False once there is something that is not UTF-8. */
  accepts(piece: Uint8Array): boolean {
    const missing = this.#rest.length === 0 ? 0 : lengthOf(this.#rest[0] ?? 0) - this.#rest.length;
    const border = Uint8Array.of(...this.#rest, ...piece.subarray(0, missing));
    if (piece.length < missing) {
      this.#rest = border;
      return true;
    }
    const body = piece.subarray(missing);
    const whole = withoutCutCharacter(body);
    this.#rest = Uint8Array.from(body.subarray(whole.length));
    return isUtf8(border) && isUtf8(whole);
  }
}
