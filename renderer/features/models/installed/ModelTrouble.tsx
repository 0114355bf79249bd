import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle, IconFileUnknown } from '@tabler/icons-react';
import type { InstalledModel } from '../../../../preload/contract/models';
import type { useModelChoice } from '../useModelChoice';

interface MissingFileAlertProps {
  model: InstalledModel;
  onAddFile: () => void;
  onRemove: () => void;
}

/** The model's file was moved or deleted since. */
export function MissingFileAlert({ model, onAddFile, onRemove }: MissingFileAlertProps) {
  return (
    <Alert color="red" icon={<IconFileUnknown aria-hidden />} title="Its file is not where it was" mt="sm">
      <Text size="sm">
        {model.fileName} was moved, renamed or deleted. Put it back, or choose the file at its new place.
        {model.origin === 'starter' && ' Starting Loam with “npm start” fetches the starter model again.'}
      </Text>
      <Group gap="xs" mt="xs">
        <Button size="compact-sm" variant="default" onClick={onAddFile}>
          Choose the file…
        </Button>
        {model.origin !== 'starter' && (
          <Button size="compact-sm" variant="subtle" color="gray" onClick={onRemove}>
            Remove from the list
          </Button>
        )}
      </Group>
    </Alert>
  );
}

interface QuarantineAlertProps {
  model: InstalledModel;
  reason: string;
  choice: ReturnType<typeof useModelChoice>;
  onRemove: () => void;
}

/** The model ended its process before, so Loam loads it only when it is told to. */
export function QuarantineAlert({ model, reason, choice, onRemove }: QuarantineAlertProps) {
  return (
    <Alert color="red" icon={<IconAlertTriangle aria-hidden />} title="Set aside" mt="sm">
      <Text size="sm">{reason}</Text>
      <Text size="sm" mt={4}>
        No chat uses it until it has been loaded from here. Loam and your chats are unharmed.
      </Text>
      <Group gap="xs" mt="xs">
        <Button size="compact-sm" variant="default" loading={choice.isLoading} onClick={choice.load}>
          Try again anyway
        </Button>
        {model.origin !== 'starter' && (
          <Button size="compact-sm" variant="subtle" color="gray" onClick={onRemove}>
            {model.origin === 'linked' ? 'Remove from the list' : 'Delete…'}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
