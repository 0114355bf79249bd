import { MantineProvider } from '@mantine/core';
import { render, waitFor } from '@testing-library/react';
import { vi } from 'vitest';
import { StreamingMarkdown } from '../../../renderer/features/chat/markdown/StreamingMarkdown';

const ignoreLink = (): void => undefined;

/** An answer on the page, and the means to change it. */
export interface RenderedAnswer {
  /** The element that holds the answer. */
  element: HTMLElement;
  show: (text: string, isStreaming: boolean) => void;
  unmount: () => void;
}

/** Draws an answer within what the component library needs around it. */
export function renderAnswer(
  text: string,
  isStreaming = false,
  options: { onOpenLink?: (url: string) => void; highlight?: readonly string[] } = {},
): RenderedAnswer {
  const answer = (nextText: string, nextIsStreaming: boolean) => (
    <MantineProvider env="test">
      <StreamingMarkdown text={nextText} isStreaming={nextIsStreaming} onOpenLink={ignoreLink} {...options} />
    </MantineProvider>
  );
  const { container, rerender, unmount } = render(answer(text, isStreaming));
  const element = container.querySelector<HTMLElement>('[data-answer]');
  if (!element) throw new Error('The answer has not been drawn.');
  return { element, show: (next, nextIsStreaming) => rerender(answer(next, nextIsStreaming)), unmount };
}

/** Streams an answer in pieces of so many characters and ends it. */
export function streamAnswer(text: string, size: number): RenderedAnswer {
  const rendered = renderAnswer('', true);
  for (let end = size; end < text.length + size; end += size) rendered.show(text.slice(0, end), true);
  rendered.show(text, false);
  return rendered;
}

/** Prepares the page, and waits until formulas are drawn and code is coloured from the first frame on. */
export async function loadDrawing(): Promise<void> {
  vi.stubGlobal('matchMedia', () => ({
    matches: false,
    addEventListener: ignoreLink,
    removeEventListener: ignoreLink,
  }));
  vi.stubGlobal('requestIdleCallback', (run: () => void) => setTimeout(run, 0));
  vi.stubGlobal('cancelIdleCallback', clearTimeout);
  const { element, unmount } = renderAnswer('$x$\n\n```js\nlet a;\n```');
  await waitFor(() => {
    if (!element.querySelector('.katex') || !element.querySelector('.hljs-keyword'))
      throw new Error('Not yet.');
  });
  unmount();
}

/** What is on the page, as one string to compare. */
export function htmlOf({ element }: RenderedAnswer): string {
  return element.innerHTML;
}
