import { Text, Tooltip } from '@mantine/core';
import { useContext } from 'react';
import type { CitedPassage } from '../../../../preload/contract/retrieval';
import { fileNameOf, placeInWords } from '../../sourceViewer/placeWords';
import classes from './Citations.module.css';
import { CitationsContext } from './CitationsContext';

const shownOfPassage = 280;

/** The number of a passage in an answer: it shows the passage's beginning, and opens it in its document. */
export function CitationMark({ number }: { number: number }) {
  const citations = useContext(CitationsContext);
  if (citations === null) return `[${number}]`;
  const { passages, open } = citations;
  if (passages === null) return <BracketedNumber className={classes.waiting} number={number} />;
  const passage = passages.get(number);
  if (passage === undefined) return `[${number}]`;
  return (
    <Tooltip
      label={<PassageCard passage={passage} />}
      classNames={{ tooltip: classes.card }}
      multiline
      openDelay={200}
      events={{ hover: true, focus: true, touch: false }}
    >
      <button
        type="button"
        className={classes.mark}
        aria-label={citationLabel(passage)}
        onClick={() => open(passage)}
      >
        <BracketedNumber number={number} />
      </button>
    </Tooltip>
  );
}

/** The brackets are not seen, but are part of what is selected and copied. */
function BracketedNumber({ number, className }: { number: number; className?: string | undefined }) {
  return (
    <span className={className}>
      <span className={classes.bracket}>[</span>
      {number}
      <span className={classes.bracket}>]</span>
    </span>
  );
}

function citationLabel({ number, documentName, place }: CitedPassage): string {
  const words = placeInWords(place);
  return `Source ${number}: ${fileNameOf(documentName)}${words === '' ? '' : `, ${words}`}`;
}

function PassageCard({ passage }: { passage: CitedPassage }) {
  const { documentName, place, text } = passage;
  const words = placeInWords(place);
  const beginning = text.trim();
  return (
    <>
      <Text size="sm" fw={600} truncate>
        {fileNameOf(documentName)}
      </Text>
      {words !== '' && (
        <Text size="xs" className={classes.cardPlace} truncate>
          {words}
        </Text>
      )}
      <Text size="xs" mt={4} className={classes.cardText}>
        {beginning.length > shownOfPassage ? `${beginning.slice(0, shownOfPassage).trimEnd()}…` : beginning}
      </Text>
    </>
  );
}
