import { Box, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';

interface SettingRowProps {
  label: string;
  help?: string;
  /** Id of the label, for a control that is named by it. */
  labelId?: string;
  children: ReactNode;
}

/** A setting with its words on the left and its control on the right; below one another in a narrow window. */
export function SettingRow({ label, help, labelId, children }: SettingRowProps) {
  return (
    <Group justify="space-between" gap="sm">
      <Box flex="1 1 260px">
        <Text fw={600} size="sm" id={labelId}>
          {label}
        </Text>
        {help !== undefined && (
          <Text size="xs" c="dimmed">
            {help}
          </Text>
        )}
      </Box>
      {children}
    </Group>
  );
}
