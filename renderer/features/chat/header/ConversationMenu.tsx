import { ActionIcon, Menu } from '@mantine/core';
import {
  IconBraces,
  IconDots,
  IconFileText,
  IconGitFork,
  IconPin,
  IconPinnedOff,
  IconTrash,
} from '@tabler/icons-react';
import classes from './ChatHeader.module.css';
import type { Conversation } from '../../../../preload/contract/conversations';
import { notifyError } from '../../../components/errors/notifyError';
import { useUpdateConversation } from '../../conversations/queries';
import { exportConversations } from '../../conversations/transfer';
import { useDeleteConversation } from '../../conversations/useDeleteConversation';

interface ConversationMenuProps {
  conversation: Conversation;
  onFork: () => void;
}

/** What can be done with the whole conversation on screen. */
export function ConversationMenu({ conversation, onFork }: ConversationMenuProps) {
  const { mutate: update } = useUpdateConversation();
  const remove = useDeleteConversation();
  const { id, pinnedAt, activeLeafId } = conversation;
  const isPinned = pinnedAt !== null;
  const PinIcon = isPinned ? IconPinnedOff : IconPin;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size="lg" aria-label="Options for this chat">
          <IconDots size={18} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<PinIcon size={16} aria-hidden />}
          onClick={() =>
            update({ id, changes: { isPinned: !isPinned } }, { onError: (error) => notifyError(error) })
          }
        >
          {isPinned ? 'Unpin' : 'Pin to the top'}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconGitFork size={16} aria-hidden />}
          disabled={activeLeafId === null}
          onClick={onFork}
        >
          Fork into a new chat
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconFileText size={16} aria-hidden />}
          onClick={() => void exportConversations(id, 'markdown')}
        >
          Export as Markdown
        </Menu.Item>
        <Menu.Item
          leftSection={<IconBraces size={16} aria-hidden />}
          onClick={() => void exportConversations(id, 'json')}
        >
          Export as JSON
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item
          className={classes.danger}
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={() => remove(conversation)}
        >
          Delete
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
