import { ActionIcon, Group, Text, Title, Tooltip, UnstyledButton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { Collection } from '../../../../preload/contract/knowledge';
import { notifyError } from '../../../components/errors/notifyError';
import { RenameField } from '../../sidebar/RenameField';
import { useCreateCollection } from '../queries';
import { countAll, filesInWords } from '../words/stateWords';
import classes from './collections.module.css';

interface CollectionListProps {
  collections: readonly Collection[];
  shownId: string;
  onChoose: (id: string) => void;
}

/** The collections, one of which is on screen, and the way to a new one. */
export function CollectionList({ collections, shownId, onChoose }: CollectionListProps) {
  const [isNaming, setNaming] = useState(false);
  const create = useCreateCollection();
  const finish = (name: string | null) => {
    setNaming(false);
    if (name === null) return;
    create.mutate(name, {
      onSuccess: ({ id }) => onChoose(id),
      onError: (error) => notifyError(error, { title: `“${name}” was not made` }),
    });
  };
  return (
    <nav aria-label="Collections">
      <Group justify="space-between" wrap="nowrap" mb={4} pl={10} mih={28}>
        <Title order={2} fz="xs" fw={500} c="dimmed">
          Collections
        </Title>
        <Tooltip label="New collection">
          <ActionIcon aria-label="New collection" disabled={isNaming} onClick={() => setNaming(true)}>
            <IconPlus size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Group>
      <ul className={classes.list}>
        {collections.map((collection) => (
          <li key={collection.id}>
            <CollectionButton
              collection={collection}
              isShown={collection.id === shownId}
              onChoose={() => onChoose(collection.id)}
            />
          </li>
        ))}
        {isNaming && (
          <li>
            <RenameField title="" label="Name of the new collection" onFinish={finish} />
          </li>
        )}
      </ul>
    </nav>
  );
}

interface CollectionButtonProps {
  collection: Collection;
  isShown: boolean;
  onChoose: () => void;
}

function CollectionButton({ collection, isShown, onChoose }: CollectionButtonProps) {
  const { name, documents } = collection;
  return (
    <UnstyledButton
      className={classes.collection}
      data-shown={isShown || undefined}
      aria-current={isShown ? 'page' : undefined}
      onClick={onChoose}
    >
      <Text size="sm" truncate>
        {name}
      </Text>
      <Text size="xs" className={classes.count}>
        {filesInWords(countAll(documents))}
        {documents.failed > 0 && `, ${documents.failed} failed`}
      </Text>
    </UnstyledButton>
  );
}
