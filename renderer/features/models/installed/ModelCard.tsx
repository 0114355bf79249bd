import { ActionIcon, Badge, Button, Group, Text, Tooltip } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { InstalledModel } from '../../../../preload/contract/models';
import { notifyError } from '../../../components/errors/notifyError';
import { ItemCard } from '../../../components/ItemCard';
import { RenameField } from '../../sidebar/RenameField';
import { useModelFit, useRenameModel } from '../queries';
import { useModelChoice } from '../useModelChoice';
import { originWords } from './originWords';
import { FitBadge } from './FitBadge';
import { ModelFacts } from './ModelFacts';
import { MissingFileAlert, QuarantineAlert } from './ModelTrouble';
import { RemoveModelDialog } from './RemoveModelDialog';

interface ModelCardProps {
  model: InstalledModel;
  /** Asks for a model file, for when this one's is gone. */
  onAddFile: () => void;
}

/** One model with what it is and what can be done with it. */
export function ModelCard({ model, onAddFile }: ModelCardProps) {
  const choice = useModelChoice(model);
  const rename = useRenameModel();
  const [isRenaming, setRenaming] = useState(false);
  const [isDoomed, setDoomed] = useState(false);
  const { id, name, goodFor, isPresent, quarantine } = model;
  const finishRenaming = (next: string | null) => {
    setRenaming(false);
    if (next !== null && next !== name) {
      rename.mutate({ id, name: next }, { onError: (error) => notifyError(error) });
    }
  };
  const remove = () => setDoomed(true);
  return (
    <ItemCard
      title={name}
      titleField={
        isRenaming ? <RenameField title={name} label="New name" onFinish={finishRenaming} /> : undefined
      }
      badges={<ModelBadges model={model} choice={choice} />}
      actions={<CardActions model={model} onRename={() => setRenaming(true)} onRemove={remove} />}
    >
      {goodFor !== null && (
        <Text size="sm" c="dimmed">
          {goodFor}
        </Text>
      )}
      {!isPresent ? (
        <MissingFileAlert model={model} onAddFile={onAddFile} onRemove={remove} />
      ) : quarantine !== null ? (
        <QuarantineAlert model={model} reason={quarantine.reason} choice={choice} onRemove={remove} />
      ) : (
        <UsableModel model={model} choice={choice} />
      )}
      <RemoveModelDialog model={isDoomed ? model : null} onClose={() => setDoomed(false)} />
    </ItemCard>
  );
}

interface ChoiceProps {
  model: InstalledModel;
  choice: ReturnType<typeof useModelChoice>;
}

function ModelBadges({ model, choice }: ChoiceProps) {
  return (
    <>
      <Badge color="gray">{originWords[model.origin]}</Badge>
      {choice.isDefault && <Badge>Used for new chats</Badge>}
      {choice.isLoaded && <Badge color="moss">In memory</Badge>}
      {choice.isKept && <Badge color="moss">Kept in memory</Badge>}
    </>
  );
}

interface CardActionsProps {
  model: InstalledModel;
  onRename: () => void;
  onRemove: () => void;
}

function CardActions({ model, onRename, onRemove }: CardActionsProps) {
  const fit = useModelFit(model);
  const { origin } = model;
  return (
    <>
      {fit.data !== undefined && <FitBadge fit={fit.data} />}
      {fit.isLoading && <Badge color="gray">Checking…</Badge>}
      {/* The starter model belongs to the program, not to the user's own. */}
      {origin !== 'starter' && <OwnModelButtons {...{ model, onRename, onRemove }} />}
    </>
  );
}

function OwnModelButtons({ model: { name, origin }, onRename, onRemove }: CardActionsProps) {
  const removeLabel = origin === 'linked' ? 'Remove from the list' : 'Delete';
  return (
    <>
      <Tooltip label="Rename">
        <ActionIcon aria-label={`Rename ${name}`} onClick={onRename}>
          <IconPencil size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={removeLabel}>
        <ActionIcon aria-label={`${removeLabel}: ${name}`} onClick={onRemove}>
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    </>
  );
}

function UsableModel({ model, choice }: ChoiceProps) {
  const [isExpanded, setExpanded] = useState(false);
  return (
    <>
      <ModelFacts model={model} isExpanded={isExpanded} />
      <Group gap="xs" mt="md">
        {choice.isLoaded ? (
          <Button size="compact-sm" variant="default" loading={choice.isUnloading} onClick={choice.unload}>
            Free the memory
          </Button>
        ) : (
          <Button size="compact-sm" variant="light" loading={choice.isLoading} onClick={choice.load}>
            {choice.isKept ? 'Switch to it' : 'Load now'}
          </Button>
        )}
        {!choice.isDefault && (
          <Button size="compact-sm" variant="default" onClick={choice.makeDefault}>
            Use for new chats
          </Button>
        )}
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          aria-expanded={isExpanded}
          onClick={() => setExpanded(!isExpanded)}
        >
          {isExpanded ? 'Fewer facts' : 'More facts'}
        </Button>
      </Group>
    </>
  );
}
