import { IconArrowBackUp } from '@tabler/icons-react';
import type { Footnotes } from '../footnotes';
import type { Drawing } from './drawing';
import { flow } from './Flow';
import { showFootnotePart } from './footnoteParts';
import classes from './Markdown.module.css';

/** The footnotes below a finished answer, each with the way back to the text. */
export function FootnoteList({ footnotes, drawing }: { footnotes: Footnotes; drawing: Drawing }) {
  return (
    <section className={classes.footnotes} aria-label="Footnotes">
      <ol>
        {footnotes.list.map(({ number, definition }) => (
          <li key={number} data-footnote={number} tabIndex={-1}>
            {flow(definition.children, { drawing, depth: 1, isGrowing: false })}
            <button
              type="button"
              className={classes.footnoteLink}
              aria-label={`Back to the text of footnote ${number}`}
              onClick={(event) => showFootnotePart(event.currentTarget, 'footnote-reference', number)}
            >
              <IconArrowBackUp size={14} aria-hidden />
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
