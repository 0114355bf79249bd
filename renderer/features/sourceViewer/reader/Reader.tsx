import { Skeleton } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { KnowledgeDocument, ReaderPassage } from '../../../../preload/contract/knowledge';
import { placeInWords } from '../placeWords';
import { useReading } from '../useReading';
import { shownText } from './overlap';
import { PassageText } from './PassageText';
import classes from './Reader.module.css';

export interface MarkedRange {
  fromOrdinal: number;
  toOrdinal: number;
}

interface ReaderProps {
  document: KnowledgeDocument;
  /** How many of its passages can be read. */
  passageCount: number;
  /** What is marked and brought into view. */
  marked: MarkedRange;
  /** Another number brings the marked passages into view again. */
  requests: number;
}

const estimatedHeightPx = 180;
const overscan = 3;
const edgePaddingPx = 16;

/** A document from its first passage to its last. Only what is near the view is read and drawn. */
export function Reader({ document, passageCount, marked, requests }: ReaderProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: passageCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimatedHeightPx,
    overscan,
    paddingStart: edgePaddingPx,
    paddingEnd: edgePaddingPx,
    scrollPaddingStart: edgePaddingPx,
  });
  const items = virtualizer.getVirtualItems();
  const { passageAt } = useReading(
    document,
    items[0]?.index ?? marked.fromOrdinal,
    (items.at(-1)?.index ?? marked.toOrdinal) + 1,
  );
  const { fromOrdinal } = marked;

  useEffect(() => {
    virtualizer.scrollToIndex(fromOrdinal, { align: 'start' });
  }, [virtualizer, fromOrdinal, requests]);

  return (
    <div
      ref={scroller}
      className={classes.scroller}
      tabIndex={0}
      role="region"
      aria-label="Text of the document"
    >
      <div className={classes.rows} style={{ height: virtualizer.getTotalSize() }}>
        {items.map(({ index, key, start }) => {
          const passage = passageAt(index);
          return (
            <div
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              className={classes.row}
              style={{ transform: `translateY(${start}px)` }}
            >
              {passage === undefined ? (
                <Skeleton height={estimatedHeightPx - 24} my={12} />
              ) : (
                <PassageRow
                  document={document}
                  passage={passage}
                  before={passageAt(index - 1)}
                  after={passageAt(index + 1)}
                  marked={marked}
                />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

interface PassageRowProps {
  document: KnowledgeDocument;
  passage: ReaderPassage;
  before: ReaderPassage | undefined;
  after: ReaderPassage | undefined;
  marked: MarkedRange;
}

function PassageRow({ document, passage, before, after, marked }: PassageRowProps) {
  const isMarked = passage.ordinal >= marked.fromOrdinal && passage.ordinal <= marked.toOrdinal;
  const place = outerPlace(passage);
  const isElsewhere = place !== '' && (before === undefined || outerPlace(before) !== place);
  return (
    <>
      {isElsewhere && <div className={classes.place}>{place}</div>}
      <div
        className={classes.passage}
        data-marked={isMarked || undefined}
        {...(isMarked && { role: 'mark' })}
      >
        <PassageText
          kind={passage.kind}
          format={document.format}
          name={document.name}
          text={shownText(passage, { before, after, marked })}
          tableHeader={passage.tableHeader}
        />
      </div>
    </>
  );
}

/** Page, slide or sheet. Headings stand in the text itself. */
function outerPlace({ place }: ReaderPassage): string {
  return placeInWords({ ...place, headingPath: [] });
}
