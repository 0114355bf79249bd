import { isUtf8 } from 'node:buffer';
import { analyse } from 'chardet';
import { withoutCutCharacter } from './utf8';
import { utf16WithoutMark } from './utf16';

/** chardet's time grows with what it gets, its certainty hardly beyond this. */
const analysedBytes = 64 * 1024;

/** chardet's confidence, of 100, in an encoding that speaks for nothing but that it can be. */
const guess = 10;

/** A text in UTF-8 may have this share of broken characters and still be one. */
const mostBroken = 0.1;

/**
 * The encoding of bytes from a text file, as TextDecoder names it. A byte order mark decides; then whether all of it is
 * UTF-8; then how often which bytes occur. Windows-1252 when nothing else fits: in it every byte is a character.
 */
export function detectEncoding(bytes: Uint8Array): string {
  const marked = encodingOfMark(bytes);
  if (marked !== null) return marked;
  const whole = withoutCutCharacter(bytes);
  if (isUtf8(whole) && !bytes.includes(0)) return hasEscapes(bytes) ? 'iso-2022-jp' : 'utf-8';
  return utf16WithoutMark(bytes) ?? (isNearlyUtf8(whole) ? 'utf-8' : detectByFrequency(bytes));
}

function encodingOfMark([first, second, third]: Uint8Array): string | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return null;
}

/** Japanese of e-mails, all of it in seven bits: “escape $ B” and “escape $ @” switch to it. */
function hasEscapes(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return text.includes('\x1b$B') || text.includes('\x1b$@');
}

function isNearlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(bytes);
  let foreign = 0;
  let broken = 0;
  for (const character of text) {
    if (character === '\ufffd') broken += 1;
    else if (character > '\x7f') foreign += 1;
  }
  return broken <= foreign * mostBroken;
}

function detectByFrequency(bytes: Uint8Array): string {
  const start = bytes.findIndex((byte) => byte > 0x7f);
  const analysed = bytes.subarray(Math.max(0, start - 100), start + analysedBytes);
  // chardet needs some lines to be sure of Japanese; its syllables give away even a few words.
  for (const japanese of ['shift_jis', 'euc-jp']) if (hasSyllables(analysed, japanese)) return japanese;
  for (const { name, confidence } of analyse(analysed)) {
    if (confidence <= guess) break;
    const label = labelOf(name);
    if (label !== null && decodeStrictly(analysed, label) !== null) return label;
  }
  return 'windows-1252';
}

/** Whether a fifth of what is not ASCII are Hiragana. */
function hasSyllables(bytes: Uint8Array, label: string): boolean {
  const text = decodeStrictly(bytes, label);
  if (text === null) return false;
  const foreign = text.match(/[^\0-\x7f]/gu)?.length ?? 0;
  const syllables = text.match(/\p{Script=Hiragana}/gu)?.length ?? 0;
  return syllables > 0 && syllables * 5 >= foreign;
}

function labelOf(name: string): string | null {
  // What it cannot be, since that was looked at before.
  if (/^(utf|ascii)/i.test(name)) return null;
  try {
    return new TextDecoder(name).encoding;
  } catch {
    // An encoding that chardet knows and the system does not.
    return null;
  }
}

/** Null when the bytes are no text in this encoding. */
function decodeStrictly(bytes: Uint8Array, label: string): string | null {
  // The end may cut a character in two.
  for (let cut = 0; cut < 4; cut += 1) {
    try {
      return new TextDecoder(label, { fatal: true }).decode(bytes.subarray(0, bytes.length - cut));
    } catch {
      continue;
    }
  }
  return null;
}
