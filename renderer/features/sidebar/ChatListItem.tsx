import { UnstyledButton } from '@mantine/core';
import { getHotkeyHandler } from '@mantine/hooks';
import { IconPinFilled } from '@tabler/icons-react';
import { memo, useState } from 'react';
import type { ConversationSummary } from '../../../preload/contract/conversations';
import { shortcutTable } from '../shortcuts/shortcutTable';
import { ChatMenu } from './ChatMenu';
import { RenameField } from './RenameField';
import classes from './sidebar.module.css';
import type { ChatListActions } from './useChatListActions';

interface ChatListItemProps {
  summary: ConversationSummary;
  /** Place among all chats, from 1. */
  position: number;
  total: number;
  top: number;
  height: number;
  isCurrent: boolean;
  isTabStop: boolean;
  isRenaming: boolean;
  actions: ChatListActions;
}

/** One chat of the list. Its options show while the row is pointed at or has the focus. */
export const ChatListItem = memo(function ChatListItem(props: ChatListItemProps) {
  const { summary, position, total, top, height, isCurrent, isTabStop, isRenaming, actions } = props;
  const [isMenuOpen, setMenuOpen] = useState(false);
  const { id, title, pinnedAt } = summary;
  return (
    <div
      role="listitem"
      aria-posinset={position}
      aria-setsize={total}
      className={classes.row}
      data-current={isCurrent || undefined}
      data-open={isMenuOpen || undefined}
      style={{ height, transform: `translateY(${top}px)` }}
      onContextMenu={(event) => {
        if (isRenaming) return;
        event.preventDefault();
        setMenuOpen(true);
      }}
    >
      {isRenaming ? (
        <RenameField title={title} onFinish={(next) => actions.finishRenaming(summary, next)} />
      ) : (
        <>
          <UnstyledButton
            className={classes.rowButton}
            data-chat-row={id}
            aria-current={isCurrent ? 'page' : undefined}
            tabIndex={isTabStop ? 0 : -1}
            title={title}
            onClick={() => actions.open(id)}
            onFocus={() => actions.focused(id)}
            onKeyDown={rowKeys(summary, actions)}
          >
            {pinnedAt !== null && <IconPinFilled size={12} className={classes.pin} aria-label="Pinned" />}
            <span className={classes.rowTitle}>{title}</span>
          </UnstyledButton>
          <ChatMenu
            summary={summary}
            actions={actions}
            isInTabOrder={isTabStop}
            isOpen={isMenuOpen}
            onOpenChange={setMenuOpen}
          />
        </>
      )}
    </div>
  );
});

function rowKeys(summary: ConversationSummary, actions: ChatListActions) {
  const listCommands = {
    'rename-conversation': () => actions.startRenaming(summary.id),
    'delete-conversation': () => actions.remove(summary),
  };
  const listShortcuts = shortcutTable.filter(({ scope }) => scope === 'chat-list');
  return getHotkeyHandler([
    ['ArrowUp', () => actions.moveFocus(summary.id, -1)],
    ['ArrowDown', () => actions.moveFocus(summary.id, 1)],
    ['Home', () => actions.moveFocus(summary.id, -Infinity)],
    ['End', () => actions.moveFocus(summary.id, Infinity)],
    ...listShortcuts.map(({ command, keys }): [string, () => void] => [
      keys,
      () => listCommands[command as keyof typeof listCommands](),
    ]),
  ]);
}
