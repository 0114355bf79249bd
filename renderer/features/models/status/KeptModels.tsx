import { Button, Group, Stack, Text } from '@mantine/core';
import type { InstalledModel, KeptModel } from '../../../../preload/contract/models';
import { notifyError } from '../../../components/errors/notifyError';
import { formatBytes } from '../../../components/formatting';
import { useUnloadModel } from '../queries';

interface KeptModelsProps {
  kept: readonly KeptModel[];
  models: readonly InstalledModel[];
}

/** Models that stay in memory after another one was loaded; nothing when there are none. */
export function KeptModels({ kept, models }: KeptModelsProps) {
  const unload = useUnloadModel();
  if (kept.length === 0) return null;
  return (
    <Stack gap={4} mt="md">
      {kept.map(({ modelId, bytes }) => {
        const name = models.find(({ id }) => id === modelId)?.name ?? 'another model';
        return (
          <Group key={modelId} gap="xs" justify="space-between">
            <Text size="sm" c="dimmed" flex="1 1 240px">
              Also in memory: {name}, {formatBytes(bytes)}; switching back is instant.
            </Text>
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`Free the memory of ${name}`}
              loading={unload.isPending && unload.variables === modelId}
              onClick={() => unload.mutate(modelId, { onError: (error) => notifyError(error) })}
            >
              Free
            </Button>
          </Group>
        );
      })}
    </Stack>
  );
}
