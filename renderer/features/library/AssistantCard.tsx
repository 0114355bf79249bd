import { ActionIcon, Badge, Button, Text, Tooltip } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import type { Assistant } from '../../../preload/contract/assistants';
import { ItemCard } from '../../components/ItemCard';
import { useNavigation } from '../../navigation';

interface AssistantCardProps {
  assistant: Assistant;
  isDefault: boolean;
  onEdit: () => void;
  onDelete: () => void;
}

export function AssistantCard({ assistant, isDefault, onEdit, onDelete }: AssistantCardProps) {
  const { id, name, description, systemPrompt } = assistant;
  return (
    <ItemCard
      title={name}
      badges={isDefault && <Badge>Used for new chats</Badge>}
      actions={
        <>
          <Button
            size="compact-sm"
            variant="light"
            aria-label={`Start a chat with ${name}`}
            onClick={() => useNavigation.getState().startNewChat({ assistantId: id })}
          >
            Start a chat
          </Button>
          <Tooltip label="Edit">
            <ActionIcon aria-label={`Edit ${name}`} onClick={onEdit}>
              <IconPencil size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
          <Tooltip label="Delete">
            <ActionIcon aria-label={`Delete ${name}`} onClick={onDelete}>
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </>
      }
    >
      <Text size="sm" c="dimmed" lineClamp={2}>
        {description || systemPrompt || 'No instructions yet.'}
      </Text>
    </ItemCard>
  );
}
