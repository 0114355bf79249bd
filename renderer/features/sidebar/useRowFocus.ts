import { useEffect, useRef, useState } from 'react';
import type { ChatListRow } from './groupConversations';

export interface RowFocus {
  /** Index of the row that Tab reaches; -1 in an empty list. */
  index: number;
  /** Makes this chat the one that Tab reaches, without moving the focus. */
  set: (id: string) => void;
  /** Moves the focus to this chat's row, scrolling there first. */
  moveTo: (id: string) => void;
  /** Moves the focus by rows from this chat: -1 up, 1 down, ±Infinity to the first or last. */
  moveFrom: (id: string, by: number) => void;
  /** Says how to scroll a row into view; called while rendering. */
  onMove: (scrollTo: (index: number) => void) => void;
}

/**
 * One row of the list is in the tab order; arrow keys move it. The row to focus may have to be scrolled into existence
 * first, hence the wish that is fulfilled after the next drawing.
 */
export function useRowFocus(rows: readonly ChatListRow[], currentId: string | null): RowFocus {
  const [focusId, setFocusId] = useState<string | null>(null);
  const wish = useRef<string | null>(null);
  const scrollTo = useRef<(index: number) => void>(() => undefined);

  const indexOf = (id: string | null) =>
    id === null ? -1 : rows.findIndex((row) => row.type === 'conversation' && row.summary.id === id);
  const known = [focusId, currentId].map(indexOf).find((index) => index >= 0);
  const index = known ?? rows.findIndex((row) => row.type === 'conversation');

  useEffect(() => {
    if (wish.current === null) return;
    const row = document.querySelector<HTMLElement>(`[data-chat-row="${CSS.escape(wish.current)}"]`);
    if (row === null) return;
    wish.current = null;
    row.focus({ preventScroll: true });
  });

  const moveToIndex = (target: number) => {
    const row = rows[target];
    if (row?.type !== 'conversation') return;
    wish.current = row.summary.id;
    setFocusId(row.summary.id);
    scrollTo.current(target);
  };
  return {
    index,
    set: setFocusId,
    moveTo: (id) => moveToIndex(indexOf(id)),
    moveFrom: (id, by) => moveToIndex(indexAfterMove(rows, indexOf(id), by)),
    onMove: (scroll) => {
      scrollTo.current = scroll;
    },
  };
}

/** The nearest conversation row in a direction, skipping headings; the same index at either end. */
export function indexAfterMove(rows: readonly ChatListRow[], from: number, by: number): number {
  if (!Number.isFinite(by)) {
    const isConversation = (row: ChatListRow) => row.type === 'conversation';
    return by < 0 ? rows.findIndex(isConversation) : rows.findLastIndex(isConversation);
  }
  let index = from + Math.sign(by);
  while (rows[index]?.type === 'heading') index += Math.sign(by);
  return rows[index] === undefined ? from : index;
}
