import { useMemo, type MouseEvent } from 'react';
import { BlockGroup } from './render/BlockGroup';
import { FootnotesContext, type Drawing } from './render/drawing';
import { FootnoteList } from './render/FootnoteList';
import { answerAttribute } from './render/footnoteParts';
import classes from './render/Markdown.module.css';
import { highlightPattern } from './render/markedText';
import { useSplitAnswer } from './useSplitAnswer';

interface StreamingMarkdownProps {
  /** The answer as far as it has arrived. Change it at most once a frame. */
  text: string;
  /** More text is to come. What is drawn afterwards is the same as for the whole text at once. */
  isStreaming: boolean;
  /** Called with an http, https or mailto address when the reader follows a link. Nothing else happens then. */
  onOpenLink: (url: string) => void;
  /** Words to mark wherever they stand in the text, whatever their case. Default none. */
  highlight?: readonly string[];
}

/**
 * An answer in Markdown: GFM, highlighted code and formulas. Finished blocks are drawn once, so a token costs the same at
 * the end of a long answer as at its beginning. No HTML of the answer reaches the page, and nothing is fetched.
 */
export function StreamingMarkdown({ text, isStreaming, onOpenLink, highlight }: StreamingMarkdownProps) {
  const { groups, footnotes } = useSplitAnswer(text, isStreaming);
  const words = highlight?.join('\n') ?? '';
  const drawing = useMemo<Drawing>(() => ({ pattern: highlightPattern(words.split('\n')) }), [words]);

  function openLink(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    const url = link?.getAttribute('href');
    if (!url) return;
    event.preventDefault();
    // The right button asks for the context menu.
    if (event.button !== 2) onOpenLink(url);
  }

  return (
    <div
      className={classes.answer}
      {...answerAttribute}
      data-streaming={isStreaming || undefined}
      onClick={openLink}
      onAuxClick={openLink}
    >
      <FootnotesContext value={footnotes}>
        {groups.map((blocks, index) => (
          <BlockGroup key={index} blocks={blocks} drawing={drawing} />
        ))}
        {footnotes && <FootnoteList footnotes={footnotes} drawing={drawing} />}
      </FootnotesContext>
    </div>
  );
}
