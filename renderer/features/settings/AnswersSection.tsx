import { Box, Select, Text, Title } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { formatCount } from '../../components/formatting';
import { SamplingFields } from '../../components/SamplingFields';
import { SettingsSection } from './SettingsSection';
import type { SettingsSectionProps } from './useSaveSettings';

const contextSizes = [1024, 2048, 4096, 8192, 16_384, 32_768, 65_536, 131_072];
/** A slider that is being dragged reports many values; the one it rests on is saved. */
const settleTimeMs = 400;

export function AnswersSection({ settings, save }: SettingsSectionProps) {
  const sizes = [...new Set([...contextSizes, settings.contextSize])].sort((a, b) => a - b);
  const [sampling, setSampling] = useState(settings.defaultSampling);
  const saveSoon = useDebouncedCallback(save, { delay: settleTimeMs, flushOnUnmount: true });
  return (
    <SettingsSection title="Answers">
      <Select
        label="Size of the model’s window"
        description="How many tokens (pieces of about four letters) the model takes in at once: the chat so far and its answer. A larger one remembers more, needs more memory and starts more slowly. A model’s own limit wins where it is smaller."
        allowDeselect={false}
        data={sizes.map((size) => ({ value: String(size), label: `${formatCount(size)} tokens` }))}
        value={String(settings.contextSize)}
        onChange={(value) => value !== null && save({ contextSize: Number(value) })}
      />
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
