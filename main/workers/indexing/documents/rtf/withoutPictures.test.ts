import { expect, it } from 'vitest';
import { WithoutPictures } from './withoutPictures';

function filtered(rtf: string, pieceLength = rtf.length): string {
  const filter = new WithoutPictures();
  let kept = '';
  for (let start = 0; start < rtf.length; start += pieceLength)
    kept += filter.add(rtf.slice(start, start + pieceLength));
  return kept + filter.end();
}

const rtf = String.raw`{\rtf1 \{abc\} ${'deadbeef'.repeat(100)} {\pict{\*\blipuid 00}\pngblip 89504e47{x}0d}\par{\*\objdata 0105}{\picture kept}\bin5 }{}{}after}`;

it('leaves out pictures, embedded files and binary data, and keeps what only looks like them', () => {
  expect(filtered(rtf)).toBe(
    String.raw`{\rtf1 \{abc\} ${'deadbeef'.repeat(100)} {}\par{\*}{\picture kept}after}`,
  );
});

it('does the same when the text comes in pieces', () => {
  const inPieces = Array.from({ length: 40 }, (_, index) => filtered(rtf, index + 1));
  expect(new Set(inPieces)).toEqual(new Set([filtered(rtf)]));
});
