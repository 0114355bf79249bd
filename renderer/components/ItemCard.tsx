import { Group, Paper, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface ItemCardProps {
  title: string;
  /** Stands in the title's place while it is edited. */
  titleField?: ReactNode;
  /** Badges beside the title. */
  badges?: ReactNode;
  /** Buttons on the right, or below in a narrow window. */
  actions?: ReactNode;
  children: ReactNode;
}

/** One thing of a list (a model, an assistant, a template) with what can be done with it. */
export function ItemCard({ title, titleField, badges, actions, children }: ItemCardProps) {
  return (
    <Paper component="article" withBorder p="md" radius="md" aria-label={title}>
      <Group justify="space-between" align="flex-start" gap="sm" mb={6}>
        <Group gap="xs" flex="1 1 240px" mih={28}>
          {titleField ?? (
            <Title order={2} fz="md">
              {title}
            </Title>
          )}
          {badges}
        </Group>
        {actions !== undefined && (
          <Group gap={6} mih={28}>
            {actions}
          </Group>
        )}
      </Group>
      {children}
    </Paper>
  );
}
