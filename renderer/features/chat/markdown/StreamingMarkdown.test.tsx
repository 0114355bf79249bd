// @vitest-environment jsdom
import { act, cleanup, fireEvent, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { markdownCorpus } from '../../../../test/fixtures/markdownCorpus';
import { installBridge } from '../../../../test/helpers/renderer/renderInApp';
import { plainText } from './render/drawing';
import type * as Phrasing from './render/Phrasing';
import {
  htmlOf,
  loadDrawing,
  renderAnswer,
  streamAnswer,
} from '../../../../test/helpers/renderer/renderAnswer';

const { draws } = vi.hoisted(() => ({ draws: [] as string[] }));

// The real drawing, which also writes down the text of each paragraph, heading and cell it draws.
vi.mock('./render/Phrasing', async (importOriginal) => {
  const original = await importOriginal<typeof Phrasing>();
  return {
    phrasing: (...[nodes, drawing]: Parameters<typeof original.phrasing>) => {
      draws.push(plainText({ type: 'paragraph', children: [...nodes] }));
      return original.phrasing(nodes, drawing);
    },
  };
});

beforeAll(async () => {
  installBridge({ 'application.copyText': () => null });
  await loadDrawing();
});

afterEach(cleanup);

describe('an answer', () => {
  it.each(markdownCorpus)(
    'is the same on the page streamed and from history: $name',
    async ({ markdown }) => {
      const history = renderAnswer(markdown);
      for (const pieces of [80, 13]) {
        const streamed = streamAnswer(markdown, Math.ceil(markdown.length / pieces));
        await waitFor(() => expect(htmlOf(streamed)).toBe(htmlOf(history)));
        streamed.unmount();
      }
    },
  );

  it.each(markdownCorpus)('is the same when it is stopped anywhere: $name', async ({ markdown }) => {
    const cuts = [0.2, 0.45, 0.7, 0.95].map((share) => Math.floor(share * markdown.length));
    for (const cut of cuts) {
      const text = markdown.slice(0, cut);
      const [streamed, history] = [streamAnswer(text, Math.ceil(text.length / 5) + 1), renderAnswer(text)];
      await waitFor(() => expect(htmlOf(streamed)).toBe(htmlOf(history)));
      cleanup();
    }
  });
});

describe('a finished block', () => {
  /** Source of each block, and the texts that are drawn for it. */
  const blocks: readonly [source: string, ...texts: string[]][] = [
    ['# Heading\n', 'Heading'],
    ['A **paragraph**\nof two lines.\n', 'A paragraph\nof two lines.'],
    ['- item one\n', 'item one'],
    ['- item two\n', 'item two'],
    ['- item three\n\n', 'item three'],
    ['> A quote.\n\n', 'A quote.'],
    ['| head |\n|---|\n', 'head'],
    ['| row one |\n', 'row one'],
    ['| row two |\n\n', 'row two'],
    ['1. number one\n', 'number one'],
    ['2. number two\n\n', 'number two'],
    ['The end, not seen before.', 'The end, not seen before.'],
  ];

  it('is not drawn again, however the answer goes on and ends', () => {
    const { show } = renderAnswer('', true);
    const drawnLate: string[] = [];
    let text = '';
    blocks.forEach(([source], index) => {
      // While the next block begins, a block is drawn a last time, now that it is known to be finished.
      const finished = new Set(blocks.slice(0, Math.max(0, index - 1)).flatMap(([, ...texts]) => texts));
      draws.length = 0;
      for (const character of source) show((text += character), true);
      drawnLate.push(...draws.filter((drawn) => finished.has(drawn)));
    });
    draws.length = 0;
    show(text, false);
    expect(drawnLate).toEqual([]);
    expect(draws).toEqual(['The end, not seen before.']);
  });

  it('keeps its elements, so that a selection or a scrolled table stays', () => {
    const rendered = renderAnswer('# Heading\n\n| a |\n|---|\n| 1 |\n\n- one\n- tw', true);
    const before = ['h3', 'table', 'ul', 'li'].map((name) => rendered.element.querySelector(name));
    rendered.show('# Heading\n\n| a |\n|---|\n| 1 |\n\n- one\n- two\n- three\n\nThe end.', true);
    rendered.show('# Heading\n\n| a |\n|---|\n| 1 |\n\n- one\n- two\n- three\n\nThe end. Yes.', false);
    expect(['h3', 'table', 'ul', 'li'].map((name) => rendered.element.querySelector(name))).toEqual(before);
    before.forEach((element) => expect(rendered.element.contains(element)).toBe(true));
  });
});

describe('code', () => {
  it('is copied as it was written', async () => {
    const bridge = installBridge({ 'application.copyText': () => null });
    const code = Array.from({ length: 70 }, (_, line) => `line(${line});`).join('\n');
    const { element } = renderAnswer(`\`\`\`js\n${code}\n\`\`\``);
    fireEvent.click(within(element).getByRole('button', { name: 'Copy code' }));
    expect(bridge.inputsOf('application.copyText')).toEqual([{ text: code }]);
    await within(element).findByRole('button', { name: 'Copied' });
    expect(element.querySelector('pre')?.textContent).toBe(code);
  });

  it('names its language and is coloured', () => {
    const { element } = renderAnswer('```TypeScript title="a.ts"\nlet a = 1;\n```');
    expect(element.querySelector('code.language-typescript .hljs-number')?.textContent).toBe('1');
    expect(within(element).getByText('typescript')).toBeTruthy();
  });

  it('is coloured as a whole once it is finished, so that a long comment is one to its end', async () => {
    const comment = `/*\n${'let x = 1;\n'.repeat(50)}*/`;
    const { element } = renderAnswer(`\`\`\`js\n${comment}\n\`\`\``);
    await waitFor(() => {
      const comments = [...element.querySelectorAll('.hljs-comment')].map(({ textContent }) => textContent);
      expect(comments.join('')).toBe(comment);
    });
  });
});

describe('a list', () => {
  it('goes on counting where a long one is cut into several', () => {
    const { element } = renderAnswer(
      Array.from({ length: 70 }, (_, index) => `${index + 5}. item`).join('\n'),
    );
    const lists = [...element.querySelectorAll('ol')];
    expect(lists.map(({ start }) => start)).toEqual([5, 37, 69]);
    expect(lists.map(({ children }) => children.length)).toEqual([32, 32, 6]);
  });

  it('says of each task whether it is done', () => {
    const { element } = renderAnswer('- [x] one\n- [ ] two');
    const items = within(element).getAllByRole('listitem');
    expect(items.map((item) => within(item).getByRole('img').getAttribute('aria-label'))).toEqual([
      'Done',
      'To do',
    ]);
  });
});

describe('a table', () => {
  it('has a head and aligned cells, and fills rows that are short', () => {
    const { element } = renderAnswer('| a | b |\n|---|--:|\n| 1 |\n| 2 | 3 | 4 |');
    expect(
      within(element)
        .getAllByRole('columnheader')
        .map(({ textContent }) => textContent),
    ).toEqual(['a', 'b']);
    const rows = [...element.querySelectorAll('tbody tr')].map((row) =>
      [...row.children].map((cell) => cell.textContent),
    );
    expect(rows).toEqual([
      ['1', ''],
      ['2', '3'],
    ]);
    expect(element.querySelectorAll('td[data-align="right"]')).toHaveLength(2);
  });
});

describe('a link', () => {
  it('tells where it leads and asks the app to open it', () => {
    const onOpenLink = vi.fn();
    const { element } = renderAnswer('See [**the page**](https://Example.com/a "title").', false, {
      onOpenLink,
    });
    const link = within(element).getByRole('link', { name: 'the page' });
    expect(link.title).toBe('https://example.com/a');
    expect(fireEvent.click(within(link).getByText('the page'))).toBe(false);
    expect(onOpenLink.mock.calls).toEqual([['https://example.com/a']]);
    const middleClick = new MouseEvent('auxclick', { bubbles: true, cancelable: true, button: 1 });
    expect(fireEvent(link, middleClick)).toBe(false);
    expect(onOpenLink).toHaveBeenCalledTimes(2);
  });

  it('is only its text when it leads nowhere the app would go', () => {
    const { element } = renderAnswer('[one](javascript:alert(1)) and [two](./two.md)');
    expect(element.textContent).toBe('one and two');
    expect(element.querySelector('a')).toBeNull();
  });
});

describe('an image', () => {
  it('is not loaded: its description and address are shown, and the address can be opened and copied', () => {
    const bridge = installBridge({ 'application.copyText': () => null });
    const { element } = renderAnswer('![A cat](https://example.com/cat.png)');
    expect(element.querySelector('img')).toBeNull();
    expect(within(element).getByText('A cat')).toBeTruthy();
    expect(within(element).getByRole('link').getAttribute('href')).toBe('https://example.com/cat.png');
    fireEvent.click(within(element).getByRole('button', { name: 'Copy image address' }));
    expect(bridge.inputsOf('application.copyText')).toEqual([{ text: 'https://example.com/cat.png' }]);
  });
});

describe('a footnote', () => {
  const text = 'One[^b], two[^a], one again[^b].\n\n[^a]: Note a.\n[^b]: Note b.\n[^c]: Note c.';

  it('is listed below in the order of the references, and each leads to the other', () => {
    const { element } = renderAnswer(text);
    const notes = [...element.querySelectorAll<HTMLElement>('section li')];
    expect(notes.map(({ textContent }) => textContent)).toEqual(['Note b.', 'Note a.', 'Note c.']);
    const references = within(element).getAllByRole('button', { name: /^Footnote/ });
    expect(references.map(({ textContent }) => textContent)).toEqual(['1', '2', '1']);
    fireEvent.click(references[1] ?? element);
    expect(document.activeElement).toBe(notes[1]);
    fireEvent.click(within(notes[1] ?? element).getByRole('button'));
    expect(document.activeElement).toBe(references[1]);
  });

  it('stays where it is written until the answer is complete', () => {
    const { element, show } = renderAnswer(text, true);
    expect(element.querySelector('section')).toBeNull();
    expect(element.textContent).toContain('Note a.');
    show(text, false);
    expect(element.querySelectorAll('section')).toHaveLength(1);
    expect(element.textContent.match(/Note a\./g)).toHaveLength(1);
  });
});

describe('words to be highlighted', () => {
  it('are marked in text and inline code, whatever their case, and the marks go again', () => {
    const { element } = renderAnswer('Light is **lighter** than `light`. a+b', false, {
      highlight: ['light', 'a+b'],
    });
    const marks = [...element.querySelectorAll('mark')].map(({ textContent }) => textContent);
    expect(marks).toEqual(['Light', 'light', 'light', 'a+b']);
  });

  it('are none when the list is empty or blank', () => {
    const { element } = renderAnswer('a b', false, { highlight: ['', ' '] });
    expect(element.querySelector('mark')).toBeNull();
  });
});

describe('text that goes on forever without a break', () => {
  it('is drawn at a bounded rate, and whole when the answer ends', () => {
    vi.useFakeTimers();
    try {
      const long = 'word '.repeat(2000);
      const { element, show } = renderAnswer(long, true);
      show(`${long}more`, true);
      expect(element.textContent).not.toContain('more');
      act(() => {
        vi.advanceTimersByTime(2000);
      });
      expect(element.textContent).toContain('more');
      show(`${long}more end`, false);
      expect(element.textContent).toContain('more end');
    } finally {
      vi.useRealTimers();
    }
  });

  it('can be another answer that begins alike', () => {
    vi.useFakeTimers();
    try {
      const long = 'word '.repeat(2000);
      const { element, show } = renderAnswer(long.slice(0, 9000), true);
      act(() => {
        vi.advanceTimersByTime(2000);
      });
      show(long, false);
      // What the pacing remembers of the first one is longer than all of the second.
      show('', true);
      for (let end = 1000; end <= 4000; end += 1000) show(long.slice(0, end), true);
      show(`${long.slice(0, 4000)} end`, false);
      expect(element.textContent).toBe(`${long.slice(0, 4000)} end`);
    } finally {
      vi.useRealTimers();
    }
  });
});
