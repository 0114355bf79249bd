import { describe, expect, it } from 'vitest';
import { markdownCorpus } from '../../../../../test/fixtures/markdownCorpus';
import type { Block } from './blocks';
import { toArray } from './chunkedList';
import { joinPieces } from './codePieces';
import { lineStartAt } from './lines';
import { advance, complete, emptyAnswer, reparsedLength, type SplitAnswer } from './splitter';
import { randomMarkdown } from '../../../../../test/helpers/randomMarkdown';

const whole = (text: string): Block[] => toArray(complete(emptyAnswer, text));

/** Streams a text in pieces and calls back after each. */
function stream(
  text: string,
  size: number,
  onPiece?: (answer: SplitAnswer, seen: string) => void,
): SplitAnswer {
  let answer = emptyAnswer;
  for (let end = size; end < text.length + size; end += size) {
    const seen = text.slice(0, end);
    answer = advance(answer, seen);
    onPiece?.(answer, seen);
  }
  return answer;
}

describe('the blocks of an answer', () => {
  it.each(markdownCorpus)('are the same streamed and at once, wherever it ends: $name', ({ markdown }) => {
    const size = Math.ceil(markdown.length / 60);
    stream(markdown, size, (answer, seen) => {
      expect(toArray(complete(answer, seen))).toEqual(whole(seen));
    });
  });

  it.each(markdownCorpus)('stay the same objects once they are finished: $name', ({ markdown }) => {
    let finished: Block[] = [];
    const answer = stream(markdown, Math.ceil(markdown.length / 150), (next) => {
      const now = toArray(next.finished);
      expect(now.slice(0, finished.length).every((block, index) => block === finished[index])).toBe(true);
      finished = now;
    });
    if (answer.hasDefinitions) return;
    const end = toArray(complete(answer, markdown));
    expect(finished.every((block, index) => block === end[index])).toBe(true);
  });

  it.each(markdownCorpus)(
    'join to the whole text, and each reads the same alone: $name',
    ({ name, markdown }) => {
      const blocks = whole(markdown);
      const starts = blocks.map(({ key }, index) => (index === 0 ? 0 : lineStartAt(markdown, key)));
      const slices = starts.map((start, index) => markdown.slice(start, starts[index + 1]));
      if (blocks.length > 0) expect(slices.join('')).toBe(markdown);
      // References mean nothing without their definitions.
      if (/references|defined|footnotes/.test(name)) return;
      slices.forEach((slice, index) => {
        const [alone, ...others] = whole(slice);
        expect(others).toEqual([]);
        expect(withoutKeys(alone)).toEqual(withoutKeys(blocks[index]));
      });
    },
  );

  it.each([1, 2, 3])('are the same for random Markdown in random pieces (seed %i)', (seed) => {
    for (const { text, size } of randomMarkdown(seed, 60)) {
      const answer = stream(text, size);
      expect(toArray(complete(answer, text)), JSON.stringify(text)).toEqual(whole(text));
    }
  });

  it('start anew when the text is another one', () => {
    const first = stream('# One\n\ntext\n\nmore', 3);
    expect(toArray(complete(advance(first, 'Two'), 'Two'))).toEqual(whole('Two'));
    expect(toArray(complete(first, 'Two'))).toEqual(whole('Two'));
  });

  it('go on after an end, as when an interrupted answer is continued', () => {
    const text = '- one\n- two\n\n```js\nlet a\n```\n\nend';
    for (let cut = 0; cut <= text.length; cut++) {
      const stopped = stream(text.slice(0, cut), 9);
      complete(stopped, text.slice(0, cut));
      expect(toArray(complete(advance(stopped, text), text))).toEqual(whole(text));
    }
  });
});

describe('the cost of going on', () => {
  const many = (line: (index: number) => string) =>
    Array.from({ length: 300 }, (_, index) => line(index)).join('\n');

  it.each([
    ['paragraphs', many((index) => `Paragraph ${index} says something.\n`)],
    ['list items', many((index) => `${index + 1}. item ${index}`)],
    ['loose list items', many((index) => `- item ${index}\n`)],
    ['table rows', `| a | b |\n|---|---|\n${many((index) => `| ${index} | x |`)}`],
    ['lines of code', `\`\`\`js\n${many((index) => `let v${index} = ${index};`)}`],
  ])('does not grow with the number of %s', (_kind, text) => {
    let longest = 0;
    stream(text, 31, (answer) => (longest = Math.max(longest, reparsedLength(answer))));
    expect(longest).toBeLessThan(200);
  });

  it('is one block that is drawn again, and within code one piece', () => {
    const text = `\`\`\`js\n${many((index) => `let v${index};`)}`;
    let before: readonly string[] = [];
    stream(text, 29, ({ growing }) => {
      expect(growing.length).toBeLessThanOrEqual(1);
      const [block] = growing;
      if (block?.kind !== 'code') return;
      before.slice(0, -1).forEach((piece, index) => expect(block.pieces[index]).toBe(piece));
      before = block.pieces;
    });
    expect(before.length).toBeGreaterThan(8);
    expect(joinPieces(before)).toBe(text.slice('```js\n'.length));
  });
});

describe('an answer with definitions', () => {
  it('gets its references when it is complete, and keeps the blocks they do not touch', () => {
    const text = 'Plain.\n\nSee [one][1].\n\n- x\n- [one][1]\n\n[1]: https://example.com\n';
    const answer = stream(text, 3);
    const shown = toArray(answer.finished);
    const end = toArray(complete(answer, text));
    expect(end).toEqual(whole(text));
    expect(end[0]).toBe(shown[0]);
    expect(end[1]).not.toEqual(shown[1]);
  });

  it('never leads to an address that was cut', () => {
    const text = 'See [one][1].\n\n[1]: https://example.com/page\n';
    stream(text, 1, ({ finished, growing }) => {
      const urls = JSON.stringify([...toArray(finished), ...growing]).match(/https:[^"]*/g) ?? [];
      expect(urls.filter((url) => url !== 'https://example.com/page')).toEqual([]);
    });
  });
});

/** What a block is, without where it stands. */
function withoutKeys(block: Block | undefined): unknown {
  return JSON.parse(JSON.stringify(block ?? null), (name, value: unknown) =>
    name === 'key' ? undefined : value,
  );
}
