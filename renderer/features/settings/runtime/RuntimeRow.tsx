import { Box, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { HelpHint } from '../../../components/HelpHint';
import type { SettingsSectionProps } from '../useSaveSettings';
import type { ReallyUsedNow } from './reallyUsedNow';

/** What each row of the section gets. */
export interface RuntimeRowSettings extends SettingsSectionProps {
  used: ReallyUsedNow;
}

interface RuntimeRowProps {
  label: string;
  /** Id of the label, for a control that is named by it. */
  labelId: string;
  /** One sentence for everybody. */
  summary: string;
  /** The longer story, behind a question mark. */
  help: ReactNode;
  /** What the loaded model really got; undefined while none is loaded. */
  used: string | undefined;
  children: ReactNode;
}

/** A setting of how models run: words on the left, its control and what is really used now on the right. */
export function RuntimeRow({ label, labelId, summary, help, used, children }: RuntimeRowProps) {
  return (
    <Group justify="space-between" align="flex-start" gap="sm" role="group" aria-labelledby={labelId}>
      <Box flex="1 1 260px">
        <Text fw={600} size="sm">
          <span id={labelId}>{label}</span> <HelpHint term={label}>{help}</HelpHint>
        </Text>
        <Text size="xs" c="dimmed">
          {summary}
        </Text>
      </Box>
      <Box w={280}>
        {children}
        <Text size="xs" c="dimmed" mt={4}>
          {used === undefined ? 'No model is loaded now.' : `Really used now: ${used}`}
        </Text>
      </Box>
    </Group>
  );
}
