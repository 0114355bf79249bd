import { Button } from '@mantine/core';
import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { IconArrowDown } from '@tabler/icons-react';
import { useCallback, useEffect, useLayoutEffect, useRef, useState, type FocusEvent } from 'react';
import { estimateRowHeight } from './estimateRowHeight';
import { IsBusyContext, MessageActionsContext, type MessageActions } from './messageActions';
import classes from './MessageList.module.css';
import { MessageRow } from './MessageRow';
import type { BranchEntry } from './messageTree';
import { useStickyScroll } from './useStickyScroll';
import { useTargetMessage } from './useTargetMessage';

interface MessageListProps {
  entries: readonly BranchEntry[];
  actions: MessageActions;
  isBusy: boolean;
  editingId: string | null;
  /** Answers whose details, and long questions whose whole text, are shown. */
  openIds: ReadonlySet<string>;
  memoryStartsAtMessageId: string | null;
}

const overscan = 5;
const edgePadding = 20;

/** The branch on screen. Only the rows near the view exist; the view follows the end until the user scrolls up. */
export function MessageList(props: MessageListProps) {
  const { entries, actions, isBusy, editingId, openIds, memoryStartsAtMessageId } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const sticky = useStickyScroll();
  const keyOf = useCallback((index: number) => entries[index]?.message.id ?? index, [entries]);
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimateRowHeight(entries[index]?.message),
    getItemKey: keyOf,
    // The newest messages are drawn first, not the oldest and then the newest.
    initialOffset: () => Number.MAX_SAFE_INTEGER,
    overscan,
    paddingStart: edgePadding,
    paddingEnd: edgePadding,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: sticky.scrollEndThreshold,
    directDomUpdates: true,
    directDomUpdatesMode: 'position',
    onChange: sticky.follow,
    rangeExtractor: (range) => withKeptRows(range, entries, [editingId, focusedId]),
  });

  useLayoutEffect(() => virtualizer.scrollToEnd(), [virtualizer]);
  useOwnQuestionInView(entries, () => {
    sticky.attach();
    virtualizer.scrollToEnd();
  });
  const targetId = useTargetMessage(entries, (index) =>
    virtualizer.scrollToIndex(index, { align: 'center' }),
  );

  return (
    <MessageActionsContext value={actions}>
      <IsBusyContext value={isBusy}>
        <div className={classes.frame}>
          <div
            ref={scroller}
            className={classes.scroller}
            role="log"
            aria-live="off"
            aria-label="Messages"
            tabIndex={0}
            onWheel={sticky.onWheel}
            onKeyDown={sticky.onKeyDown}
            onFocus={(event) => setFocusedId(messageIdOf(event))}
            onBlur={() => setFocusedId(null)}
          >
            <div ref={virtualizer.containerRef} className={classes.rows} role="list">
              {virtualizer.getVirtualItems().map(({ index, key }) => {
                const entry = entries[index];
                if (entry === undefined) return null;
                const { id } = entry.message;
                return (
                  <div
                    key={key}
                    ref={virtualizer.measureElement}
                    className={classes.row}
                    data-index={index}
                    data-message-id={id}
                    role="listitem"
                    aria-posinset={index + 1}
                    aria-setsize={entries.length}
                  >
                    <MessageRow
                      {...entry}
                      isLast={index === entries.length - 1}
                      isEditing={id === editingId}
                      isOpen={openIds.has(id)}
                      startsMemory={id === memoryStartsAtMessageId}
                      isTarget={id === targetId}
                    />
                  </div>
                );
              })}
            </div>
          </div>
          {!sticky.isAtEnd && (
            <Button
              className={classes.jump}
              size="compact-sm"
              radius="xl"
              variant="default"
              leftSection={<IconArrowDown size={14} aria-hidden />}
              onClick={() => {
                sticky.attach();
                virtualizer.scrollToEnd();
                scroller.current?.focus({ preventScroll: true });
              }}
            >
              Jump to latest
            </Button>
          )}
        </div>
      </IsBusyContext>
    </MessageActionsContext>
  );
}

/** A row that is being edited or has the focus stays, however far it is scrolled away. */
function withKeptRows(
  range: Range,
  entries: readonly BranchEntry[],
  keptIds: readonly (string | null)[],
): number[] {
  const shown = defaultRangeExtractor(range);
  const kept = keptIds
    .filter((id) => id !== null)
    .map((id) => entries.findIndex(({ message }) => message.id === id))
    .filter((index) => index >= 0 && !shown.includes(index));
  return kept.length === 0 ? shown : [...new Set([...shown, ...kept])].sort((a, b) => a - b);
}

/** What the user just asked is shown, also when an older part of the chat was on screen. */
function useOwnQuestionInView(entries: readonly BranchEntry[], show: () => void): void {
  const last = entries.at(-1)?.message;
  const lastSeenId = useRef(last?.id);
  useEffect(() => {
    const isNew = last?.id !== lastSeenId.current;
    lastSeenId.current = last?.id;
    if (isNew && last?.status === 'streaming') show();
  });
}

function messageIdOf({ target }: FocusEvent<HTMLElement>): string | null {
  return target.closest<HTMLElement>('[data-message-id]')?.dataset.messageId ?? null;
}
