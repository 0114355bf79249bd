import { Alert, Badge, Button, Group, Text } from '@mantine/core';
import { IconFileUnknown } from '@tabler/icons-react';
import { useState } from 'react';
import type { Adapter } from '../../../../preload/contract/adapters';
import { notifyError } from '../../../components/errors/notifyError';
import { ItemCard } from '../../../components/ItemCard';
import { RenameField } from '../../sidebar/RenameField';
import { compareWithBase } from '../compareWithBase';
import { useUpdateAdapter } from '../queries';
import { tryAdapter } from '../tryAdapter';
import { useDefaultAdapter } from '../useDefaultAdapter';
import { adapterOriginWords, adapterTitle, usesInWords } from '../words/adapterWords';
import { AdapterFacts } from './AdapterFacts';
import { AdapterMenu } from './AdapterMenu';
import { AdapterNotes } from './AdapterNotes';
import { AdapterUses } from './AdapterUses';
import { DeleteAdapterDialog } from './DeleteAdapterDialog';

/** One version of an adapter with what it is, what it did, and what can be done with it. */
export function AdapterCard({ adapter }: { adapter: Adapter }) {
  const { id, name, version, origin, isPresent, archivedAt } = adapter;
  const update = useUpdateAdapter();
  const { isDefault } = useDefaultAdapter(adapter);
  const [edited, setEdited] = useState<'name' | 'notes' | null>(null);
  const [isDoomed, setDoomed] = useState(false);
  const finishRenaming = (next: string | null) => {
    setEdited(null);
    if (next === null || next === name) return;
    update.mutate({ id, changes: { name: next } }, { onError: (error) => notifyError(error) });
  };
  const isRenaming = edited === 'name';
  return (
    <ItemCard
      title={adapterTitle(adapter)}
      titleField={
        isRenaming ? <RenameField title={name} label="New name" onFinish={finishRenaming} /> : undefined
      }
      badges={
        <>
          {isRenaming && <Badge color="gray">version {version}</Badge>}
          <Badge color="gray">{adapterOriginWords[origin]}</Badge>
          {isDefault && <Badge>Used for new chats</Badge>}
          {archivedAt !== null && <Badge color="gray">Archived</Badge>}
        </>
      }
      actions={
        <AdapterMenu
          adapter={adapter}
          onRename={() => setEdited('name')}
          onEditNotes={() => setEdited('notes')}
          onDelete={() => setDoomed(true)}
        />
      }
    >
      <AdapterNotes adapter={adapter} isEditing={edited === 'notes'} onClose={() => setEdited(null)} />
      {!isPresent && <MissingFile />}
      <CardBody adapter={adapter} />
      <DeleteAdapterDialog adapter={adapter} isOpen={isDoomed} onClose={() => setDoomed(false)} />
    </ItemCard>
  );
}

/** Facts and buttons. */
function CardBody({ adapter }: { adapter: Adapter }) {
  const { isPresent, archivedAt, useCount } = adapter;
  const [isExpanded, setExpanded] = useState(false);
  const [showsUses, setShowsUses] = useState(false);
  return (
    <>
      <AdapterFacts adapter={adapter} isExpanded={isExpanded} />
      <Group gap="xs" mt="md">
        {isPresent && archivedAt === null && (
          <>
            <Button size="compact-sm" variant="light" onClick={() => tryAdapter(adapter)}>
              Use in a new chat
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => compareWithBase(adapter)}>
              Compare with its base
            </Button>
          </>
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
        {useCount === 0 ? (
          <Text size="sm" c="dimmed">
            {usesInWords(adapter)}
          </Text>
        ) : (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            aria-label={`History of ${adapterTitle(adapter)}: ${usesInWords(adapter)}`}
            onClick={() => setShowsUses(true)}
          >
            {usesInWords(adapter)}
          </Button>
        )}
      </Group>
      <AdapterUses adapter={adapter} isOpen={showsUses} onClose={() => setShowsUses(false)} />
    </>
  );
}

function MissingFile() {
  return (
    <Alert color="red" icon={<IconFileUnknown aria-hidden />} title="Its file is gone" mt="xs">
      <Text size="sm">
        The file was deleted from Loam’s data folder, so no answer can be given with it. Add it again to use
        it, or delete this entry. Answers that were given with it are unharmed.
      </Text>
    </Alert>
  );
}
