import { Alert, Badge, Button, Group, Text } from '@mantine/core';
import { IconFileUnknown } from '@tabler/icons-react';
import { useState } from 'react';
import type { InstalledModel } from '../../../preload/contract/models';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { notifyError } from '../../components/errors/notifyError';
import { ItemCard } from '../../components/ItemCard';
import { ModelFacts } from './ModelFacts';
import { useModelChoice } from './useModelChoice';
import { useUnlinkModel } from './queries';

interface ModelCardProps {
  model: InstalledModel;
  /** Asks for a model file, for when this one's is gone. */
  onAddFile: () => void;
}

/** One model with what it is and what can be done with it. */
export function ModelCard({ model, onAddFile }: ModelCardProps) {
  const choice = useModelChoice(model);
  const unlink = useUnlinkModel();
  const [isDoomed, setDoomed] = useState(false);
  const removeButton = model.origin === 'linked' && (
    <Button size="compact-sm" variant="subtle" color="gray" onClick={() => setDoomed(true)}>
      Remove from the list
    </Button>
  );
  return (
    <ItemCard
      title={model.name}
      badges={
        <>
          {model.origin === 'starter' && <Badge color="gray">Came with Loam</Badge>}
          {choice.isDefault && <Badge>Used for new chats</Badge>}
          {choice.isLoaded && <Badge color="moss">In memory</Badge>}
        </>
      }
    >
      {model.isPresent ? (
        <>
          <ModelFacts model={model} />
          <Group gap="xs" mt="md">
            <ModelActions choice={choice} removeButton={removeButton} />
          </Group>
        </>
      ) : (
        <Alert color="red" icon={<IconFileUnknown aria-hidden />} title="Its file is not where it was">
          <Text size="sm">
            {model.fileName} was moved, renamed or deleted. Put it back, or choose the file at its new place.
            {model.origin === 'starter' && ' Starting Loam with “npm start” fetches the starter model again.'}
          </Text>
          <Button size="compact-sm" variant="default" mt="xs" mr="xs" onClick={onAddFile}>
            Choose the file…
          </Button>
          {removeButton}
        </Alert>
      )}
      <ConfirmDialog
        title={isDoomed ? `Remove “${model.name}” from the list?` : null}
        message="Only Loam forgets it. The file stays where it is, and can be added again."
        confirmLabel="Remove"
        onConfirm={() => unlink.mutate(model.id, { onError: (error) => notifyError(error) })}
        onClose={() => setDoomed(false)}
      />
    </ItemCard>
  );
}

interface ModelActionsProps {
  choice: ReturnType<typeof useModelChoice>;
  removeButton: React.ReactNode;
}

function ModelActions({ choice, removeButton }: ModelActionsProps) {
  return (
    <>
      {choice.isLoaded ? (
        <Button size="compact-sm" variant="default" loading={choice.isUnloading} onClick={choice.unload}>
          Free the memory
        </Button>
      ) : (
        <Button size="compact-sm" variant="light" loading={choice.isLoading} onClick={choice.load}>
          Load now
        </Button>
      )}
      {!choice.isDefault && (
        <Button size="compact-sm" variant="default" onClick={choice.makeDefault}>
          Use for new chats
        </Button>
      )}
      {removeButton}
    </>
  );
}
