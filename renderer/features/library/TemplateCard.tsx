import { ActionIcon, Group, Text, Tooltip } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import type { PromptTemplate } from '../../../preload/contract/promptTemplates';
import { ItemCard } from '../../components/ItemCard';
import { variablesOf } from '../chat/composer/templateVariables';
import { VariableList } from './VariableList';

interface TemplateCardProps {
  template: PromptTemplate;
  onEdit: () => void;
  onDelete: () => void;
}

export function TemplateCard({ template, onEdit, onDelete }: TemplateCardProps) {
  const { name, text } = template;
  const variables = variablesOf(text);
  return (
    <ItemCard
      title={name}
      actions={
        <>
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
      <Text size="sm" c="dimmed" lineClamp={3}>
        {text}
      </Text>
      {variables.length > 0 && (
        <Group gap={6} mt="xs">
          <VariableList variables={variables} />
        </Group>
      )}
    </ItemCard>
  );
}
