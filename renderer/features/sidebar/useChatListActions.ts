import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { ConversationSummary } from '../../../preload/contract/conversations';
import { notifyError } from '../../components/errors/notifyError';
import { useNavigation } from '../../navigation';
import { useUpdateConversation } from '../conversations/queries';
import { useDeleteConversation } from '../conversations/useDeleteConversation';
import { useCommand } from '../shortcuts/commands';
import type { ChatListRow } from './groupConversations';
import { indexAfterMove, type RowFocus } from './useRowFocus';

/** What a row can do. The object never changes, so that a row is drawn again only when it changed itself. */
export interface ChatListActions {
  open: (id: string) => void;
  startRenaming: (id: string) => void;
  /** Ends renaming; null keeps the old title. */
  finishRenaming: (summary: ConversationSummary, title: string | null) => void;
  togglePin: (summary: ConversationSummary) => void;
  remove: (summary: ConversationSummary) => void;
  /** The focus came to this row. */
  focused: (id: string) => void;
  moveFocus: (id: string, by: number) => void;
}

interface ChatListActionsInput {
  rows: readonly ChatListRow[];
  currentId: string | null;
  focus: RowFocus;
}

/** Behaviour of the chat list: opening, renaming in place, pinning, deleting, and where the focus goes after each. */
export function useChatListActions(input: ChatListActionsInput): {
  renamingId: string | null;
  stable: ChatListActions;
} {
  const { rows, currentId, focus } = input;
  const [renamingId, setRenamingId] = useState<string | null>(null);
  const { mutate: update } = useUpdateConversation();
  const removeConversation = useDeleteConversation();
  const latest = useRef({ rows, focus });
  useEffect(() => {
    latest.current = { rows, focus };
  });

  const startRenaming = useCallback((id: string) => setRenamingId(id), []);
  useCommand('rename-conversation', currentId === null ? null : () => startRenaming(currentId));

  const stable = useMemo<ChatListActions>(
    () => ({
      open: (id) => useNavigation.getState().showConversation(id),
      startRenaming,
      finishRenaming: (summary, title) => {
        setRenamingId(null);
        latest.current.focus.moveTo(summary.id);
        if (title === null || title === summary.title) return;
        update({ id: summary.id, changes: { title } }, { onError: (error) => notifyError(error) });
      },
      togglePin: ({ id, pinnedAt }) =>
        update({ id, changes: { isPinned: pinnedAt === null } }, { onError: (error) => notifyError(error) }),
      remove: (summary) => {
        moveFocusBeside(latest.current, summary.id);
        removeConversation(summary);
      },
      focused: (id) => latest.current.focus.set(id),
      moveFocus: (id, by) => latest.current.focus.moveFrom(id, by),
    }),
    [removeConversation, startRenaming, update],
  );
  return { renamingId, stable };
}

/** Before a row goes, its neighbour takes the focus: the next one, or the one before at the end of the list. */
function moveFocusBeside(
  { rows, focus }: { rows: readonly ChatListRow[]; focus: RowFocus },
  id: string,
): void {
  const from = rows.findIndex((row) => row.type === 'conversation' && row.summary.id === id);
  focus.moveFrom(id, indexAfterMove(rows, from, 1) === from ? -1 : 1);
}
