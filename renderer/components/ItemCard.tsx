import { Group, Paper, Title } from '@mantine/core';
import type { ReactNode } from 'react';

interface ItemCardProps {
  title: string;
  /** Badges beside the title. */
  badges?: ReactNode;
  /** Buttons on the right, or below in a narrow window. */
  actions?: ReactNode;
  children: ReactNode;
}

/** One thing of a list (a model, an assistant, a template) with what can be done with it. */
export function ItemCard({ title, badges, actions, children }: ItemCardProps) {
  return (
    <Paper component="article" withBorder p="md" radius="md" aria-label={title}>
      <Group justify="space-between" gap="sm" mb={6}>
        <Group gap="xs">
          <Title order={2} fz="md">
            {title}
          </Title>
          {badges}
        </Group>
        {actions !== undefined && <Group gap={6}>{actions}</Group>}
      </Group>
      {children}
    </Paper>
  );
}
