import { useContext } from 'react';
import { FootnotesContext } from './drawing';
import { showFootnotePart } from './footnoteParts';
import classes from './Markdown.module.css';

interface FootnoteReferenceProps {
  identifier: string;
  /** What the answer calls the footnote; shown until the footnotes are numbered. */
  label: string;
}

/** The raised number that leads to a footnote. A button, because it moves the view and does not leave the page. */
export function FootnoteReference({ identifier, label }: FootnoteReferenceProps) {
  const number = useContext(FootnotesContext)?.numbers.get(identifier);
  if (number === undefined) return <sup>{label}</sup>;
  return (
    <sup>
      <button
        type="button"
        className={classes.footnoteLink}
        data-footnote-reference={number}
        aria-label={`Footnote ${number}`}
        onClick={(event) => showFootnotePart(event.currentTarget, 'footnote', number)}
      >
        {number}
      </button>
    </sup>
  );
}
