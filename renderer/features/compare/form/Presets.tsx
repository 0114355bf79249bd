import { Button, Group, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ComparisonSetup } from '../../../../preload/contract/comparisons';
import { useAdapters } from '../../adapters/queries';
import { useModels } from '../../models/queries';
import { changeDraft } from '../compareStore';
import { mostSetups, presetsFor, withOneMore } from '../words/setups';

/** Columns to begin with, in one press, and one more of them. */
export function Presets({ setups }: { setups: readonly ComparisonSetup[] }) {
  const adapters = useAdapters().data ?? [];
  const models = useModels().data ?? [];
  const presets = presetsFor(setups, adapters, models);
  return (
    <Group gap="xs" role="group" aria-label="Columns">
      {presets.length > 0 && (
        <Text size="sm" c="dimmed">
          Begin with
        </Text>
      )}
      {presets.map((preset) => (
        <Button
          key={preset.label}
          size="compact-sm"
          variant="light"
          color="gray"
          radius="xl"
          onClick={() => changeDraft({ setups: preset.setups })}
        >
          {preset.label}
        </Button>
      ))}
      {setups.length < mostSetups && (
        <Button
          ml="auto"
          size="compact-sm"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => changeDraft({ setups: withOneMore(setups) })}
        >
          Add a column
        </Button>
      )}
    </Group>
  );
}
