import { ActionIcon, Group, Menu, Text, Title, Tooltip, UnstyledButton } from '@mantine/core';
import { IconDots, IconListSearch, IconPencil, IconTrash } from '@tabler/icons-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { chatFilesCollectionId, type Collection } from '../../../../preload/contract/knowledge';
import { notifyError } from '../../../components/errors/notifyError';
import { formatBytes } from '../../../components/formatting';
import { useNavigation } from '../../../navigation';
import { RenameField } from '../../sidebar/RenameField';
import type { DocumentsPlace } from '../documents/DocumentsView';
import knowledge from '../knowledge.module.css';
import { useRenameCollection } from '../queries';
import { countAll, filesInWords, passagesInWords } from '../words/stateWords';
import classes from './collections.module.css';
import { RemoveCollectionDialog } from './RemoveCollectionDialog';

interface CollectionHeadingProps {
  collection: Collection;
  /** Whether it takes the focus when it is drawn. */
  takesFocus: boolean;
  onOpen: (place: DocumentsPlace) => void;
  /** Buttons on the right. */
  actions: ReactNode;
}

/** The collection on screen: its name, how much is in it, and what can be done with it as a whole. */
export function CollectionHeading({ collection, takesFocus, onOpen, actions }: CollectionHeadingProps) {
  const { id, name, documents, passages, bytes } = collection;
  const [isRenaming, setRenaming] = useState(false);
  const rename = useRenameCollection();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) heading.current?.focus({ preventScroll: true });
  }, [takesFocus]);
  const finishRenaming = (next: string | null) => {
    setRenaming(false);
    if (next === null || next === name) return;
    rename.mutate(
      { id, name: next },
      { onError: (error) => notifyError(error, { title: `${name} was not renamed` }) },
    );
  };
  const files = countAll(documents);
  return (
    <Group justify="space-between" align="flex-start" gap="xs" mb="md">
      <div className={knowledge.main}>
        <Group gap={4} mih={28}>
          {isRenaming ? (
            <RenameField title={name} label="New name" onFinish={finishRenaming} />
          ) : (
            <Title order={2} ref={heading} tabIndex={-1} className={knowledge.arrival}>
              {name}
            </Title>
          )}
          {!isRenaming && id !== chatFilesCollectionId && (
            <Tooltip label="Rename">
              <ActionIcon aria-label={`Rename the collection ${name}`} onClick={() => setRenaming(true)}>
                <IconPencil size={16} aria-hidden />
              </ActionIcon>
            </Tooltip>
          )}
          <CollectionMenu collection={collection} />
        </Group>
        <Text size="sm" component="div" className={knowledge.fade}>
          {files === 0 ? (
            'Nothing in it yet'
          ) : (
            <>
              <UnstyledButton className={classes.inlineLink} onClick={() => onOpen({ collectionId: id })}>
                {filesInWords(files)}
              </UnstyledButton>
              {` · ${passagesInWords(passages)} · ${formatBytes(bytes)}`}
              {documents.failed > 0 && (
                <>
                  {' · '}
                  <UnstyledButton
                    className={classes.inlineLink}
                    data-danger
                    onClick={() => onOpen({ collectionId: id, group: 'failed' })}
                  >
                    {filesInWords(documents.failed)} failed
                  </UnstyledButton>
                </>
              )}
            </>
          )}
        </Text>
      </div>
      <Group gap={6}>{actions}</Group>
    </Group>
  );
}

function CollectionMenu({ collection }: { collection: Collection }) {
  const { id, name } = collection;
  const [isDoomed, setDoomed] = useState(false);
  return (
    <>
      <Menu position="bottom-start" width={230}>
        <Menu.Target>
          <ActionIcon aria-label={`Options for the collection ${name}`}>
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconListSearch size={16} aria-hidden />}
            onClick={() => useNavigation.getState().showKnowledge('recall', id)}
          >
            Test the search in it
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            className={knowledge.danger}
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => setDoomed(true)}
          >
            Remove…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <RemoveCollectionDialog collection={isDoomed ? collection : null} onClose={() => setDoomed(false)} />
    </>
  );
}
