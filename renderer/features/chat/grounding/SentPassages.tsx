import { Spoiler, Text } from '@mantine/core';
import type { CitedPassage } from '../../../../preload/contract/retrieval';
import { fileNameOf, placeInWords } from '../../sourceViewer/placeWords';
import classes from './Why.module.css';

interface SentPassagesProps {
  sent: readonly CitedPassage[];
  onOpen: (passage: CitedPassage) => void;
}

const foldedHeightPx = 58;
/** A whole book in sections would make the panel longer than any chat. */
const mostShown = 40;

/** The passages as the model read them, to the letter. */
export function SentPassages({ sent, onOpen }: SentPassagesProps) {
  return (
    <>
      <ol className={classes.sent} aria-label="Passages given to the model">
        {sent.slice(0, mostShown).map((passage) => (
          <li key={passage.number}>
            <button type="button" className={classes.open} onClick={() => onOpen(passage)}>
              [{passage.number}] {nameAndPlace(passage)}
            </button>
            <Spoiler maxHeight={foldedHeightPx} showLabel="Show all" hideLabel="Show less" fz="xs">
              <Text size="xs" className={classes.sentText}>
                {passage.text}
              </Text>
            </Spoiler>
          </li>
        ))}
      </ol>
      {sent.length > mostShown && (
        <Text size="xs" className={classes.line}>
          And {sent.length - mostShown} more.
        </Text>
      )}
    </>
  );
}

function nameAndPlace({ documentName, place }: CitedPassage): string {
  const words = placeInWords(place);
  return words === '' ? fileNameOf(documentName) : `${fileNameOf(documentName)} · ${words}`;
}
