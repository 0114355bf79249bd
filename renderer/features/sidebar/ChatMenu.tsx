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
import type { ConversationSummary } from '../../../preload/contract/conversations';
import { exportConversations } from '../conversations/transfer';
import { ShortcutKeys } from '../shortcuts/ShortcutKeys';
import classes from './sidebar.module.css';
import type { ChatListActions } from './useChatListActions';

interface ChatMenuProps {
  summary: ConversationSummary;
  actions: ChatListActions;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
}

/** What can be done with one chat of the list. */
export function ChatMenu({ summary, actions, isOpen, onOpenChange }: ChatMenuProps) {
  const isPinned = summary.pinnedAt !== null;
  const PinIcon = isPinned ? IconPinnedOff : IconPin;
  return (
    <Menu opened={isOpen} onChange={onOpenChange} position="bottom-start">
      <Menu.Target>
        <ActionIcon className={classes.rowMenu} size="sm" aria-label={`Options for “${summary.title}”`}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
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
