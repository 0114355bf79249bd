import { ActionIcon, Text, Title, Tooltip, UnstyledButton } from '@mantine/core';
import { IconAdjustmentsHorizontal, IconPinFilled } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import type { Conversation } from '../../../../preload/contract/conversations';
import { notifyError } from '../../../components/errors/notifyError';
import { useUpdateConversation } from '../../conversations/queries';
import { RenameField } from '../../sidebar/RenameField';
import classes from './ChatHeader.module.css';
import { ConversationMenu } from './ConversationMenu';

interface ChatHeaderProps {
  /** Null: the fresh chat. */
  conversation: Conversation | null;
  /** Who answers and how, in pieces: assistant, model, temperature. */
  facts: readonly string[];
  onOpenSettings: () => void;
  onFork: () => void;
}

/** The title of the chat, who answers in it, and what can be done with it. */
export function ChatHeader({ conversation, facts, onOpenSettings, onFork }: ChatHeaderProps) {
  return (
    <header className={classes.header}>
      <div className={classes.titles}>
        {conversation === null ? (
          <Title order={1} className={classes.title}>
            New chat
          </Title>
        ) : (
          <EditableTitle conversation={conversation} />
        )}
        <Text size="xs" className={classes.facts} truncate>
          {facts.join(' · ')}
        </Text>
      </div>
      <div className={classes.actions}>
        <Tooltip label="Chat settings">
          <ActionIcon size="lg" aria-label="Chat settings" onClick={onOpenSettings}>
            <IconAdjustmentsHorizontal size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
        {conversation !== null && <ConversationMenu conversation={conversation} onFork={onFork} />}
      </div>
    </header>
  );
}

function EditableTitle({ conversation }: { conversation: Conversation }) {
  const [isRenaming, setIsRenaming] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const { mutate: update } = useUpdateConversation();
  const { id, title, pinnedAt } = conversation;
  const finish = (next: string | null) => {
    setIsRenaming(false);
    requestAnimationFrame(() => button.current?.focus());
    if (next === null || next === title) return;
    update({ id, changes: { title: next } }, { onError: (error) => notifyError(error) });
  };
  if (isRenaming) return <RenameField title={title} onFinish={finish} />;
  return (
    <Title order={1} className={classes.title}>
      <Tooltip label="Rename">
        <UnstyledButton ref={button} className={classes.titleButton} onClick={() => setIsRenaming(true)}>
          {pinnedAt !== null && <IconPinFilled size={14} className={classes.pin} aria-label="Pinned:" />}
          <span className={classes.titleText}>{title}</span>
        </UnstyledButton>
      </Tooltip>
    </Title>
  );
}
