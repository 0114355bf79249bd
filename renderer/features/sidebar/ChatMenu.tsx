import { ActionIcon, Menu } from '@mantine/core';
import {
  IconBraces,
  IconDots,
  IconFileText,
  IconPencil,
  IconPin,
  IconPinnedOff,
  IconTrash,
} from '@tabler/icons-react';
import { useRef } from 'react';
import type { ConversationSummary } from '../../../preload/contract/conversations';
import { exportConversations } from '../conversations/transfer';
import { ShortcutKeys } from '../shortcuts/ShortcutKeys';
import classes from './sidebar.module.css';
import type { ChatListActions } from './useChatListActions';

interface ChatMenuProps {
  summary: ConversationSummary;
  actions: ChatListActions;
  isInTabOrder: boolean;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/**
 * The button for what can be done with one chat of the list, and its menu while it is open: a closed menu in every row
 * would be felt when scrolling.
 */
export function ChatMenu({ summary, actions, isInTabOrder, isOpen, onOpenChange }: ChatMenuProps) {
  const button = useRef<HTMLButtonElement>(null);
  return (
    <div className={classes.rowMenu}>
      <ActionIcon
        ref={button}
        size="sm"
        tabIndex={isInTabOrder ? 0 : -1}
        aria-label={`Options for “${summary.title}”`}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => onOpenChange(true)}
      >
        <IconDots size={16} aria-hidden />
      </ActionIcon>
      {isOpen && (
        <OpenChatMenu
          summary={summary}
          actions={actions}
          onClose={() => {
            button.current?.focus();
            onOpenChange(false);
          }}
        />
      )}
    </div>
  );
}

interface OpenChatMenuProps {
  summary: ConversationSummary;
  actions: ChatListActions;
  /** Called before the chosen item does its work, which may move the focus on. */
  onClose: () => void;
}

function OpenChatMenu({ summary, actions, onClose }: OpenChatMenuProps) {
  const isPinned = summary.pinnedAt !== null;
  const PinIcon = isPinned ? IconPinnedOff : IconPin;
  return (
    <Menu opened onClose={onClose} returnFocus={false} position="bottom-start">
      <Menu.Target>
        <span className={classes.menuAnchor} aria-hidden />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconPencil size={16} aria-hidden />}
          rightSection={<ShortcutKeys keys="F2" />}
          onClick={() => actions.startRenaming(summary.id)}
        >
          Rename
        </Menu.Item>
        <Menu.Item leftSection={<PinIcon size={16} aria-hidden />} onClick={() => actions.togglePin(summary)}>
          {isPinned ? 'Unpin' : 'Pin to the top'}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconFileText size={16} aria-hidden />}
          onClick={() => void exportConversations(summary.id, 'markdown')}
        >
          Export as Markdown
        </Menu.Item>
        <Menu.Item
          leftSection={<IconBraces size={16} aria-hidden />}
          onClick={() => void exportConversations(summary.id, 'json')}
        >
          Export as JSON
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          color="red"
          leftSection={<IconTrash size={16} aria-hidden />}
          rightSection={<ShortcutKeys keys="Delete" />}
          onClick={() => actions.remove(summary)}
        >
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
