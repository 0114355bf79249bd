import { Box, Text, Title } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { SamplingFields } from '../../components/SamplingFields';
import { SettingsSection } from './SettingsSection';
import type { SettingsSectionProps } from './useSaveSettings';

/** A slider that is being dragged reports many values; the one it rests on is saved. */
const settleTimeMs = 400;

export function AnswersSection({ settings, save }: SettingsSectionProps) {
  const [sampling, setSampling] = useState(settings.defaultSampling);
  const saveSoon = useDebouncedCallback(save, { delay: settleTimeMs, flushOnUnmount: true });
  return (
    <SettingsSection title="Answers">
      <Box>
        <Title order={3} mb={4}>
          How words are picked
        </Title>
        <Text size="sm" c="dimmed" mb="md">
          For new chats without an assistant. Each chat can be set on its own.
        </Text>
        <SamplingFields
          value={sampling}
          onChange={(defaultSampling) => {
            setSampling(defaultSampling);
            saveSoon({ defaultSampling });
          }}
        />
      </Box>
    </SettingsSection>
  );
}
