import { expect, it } from 'vitest';
import { WithoutPictures } from './withoutPictures';

function filtered(json: string, pieceLength: number): string {
  const filter = new WithoutPictures();
  let kept = '';
  for (let start = 0; start < json.length; start += pieceLength)
    kept += filter.add(json.slice(start, start + pieceLength));
  return kept;
}

it('cuts long strings, never within an escaped character, and leaves the rest as it is', () => {
  const short = { text: 'a "quote", a \\ and [brackets]', list: [1, 2] };
  for (const unit of ['x', '\\"', '\u0007', '"']) {
    const json = JSON.stringify({ ...short, picture: unit.repeat(200_000), after: true });
    for (const pieceLength of [1000, 65_537, json.length]) {
      // As it was written above.
      const { picture, ...rest } = JSON.parse(filtered(json, pieceLength)) as { picture: string };
      expect(rest).toEqual({ ...short, after: true });
      expect(unit.repeat(200_000).startsWith(picture)).toBe(true);
      expect(picture.length).toBeLessThan(70_000);
    }
  }
});

it('counts no fewer values than there are', () => {
  const filter = new WithoutPictures();
  filter.add('[[1,2],{"a":"[,,,]"}]');
  expect(filter.values).toBe(5);
});
