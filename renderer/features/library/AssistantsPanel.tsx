import { Button, Drawer, EmptyState, Group, Stack, Text } from '@mantine/core';
import { IconPlus, IconUserHeart } from '@tabler/icons-react';
import { useState } from 'react';
import type { Assistant } from '../../../preload/contract/assistants';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { notifyError } from '../../components/errors/notifyError';
import { QueryState } from '../../components/QueryState';
import { useSettings } from '../settings/queries';
import { AssistantCard } from './AssistantCard';
import { AssistantForm } from './AssistantForm';
import { useAssistants, useDeleteAssistant } from './queries';

/** The assistant being edited; `new` for one that does not exist yet. */
type Edited = Assistant | 'new' | null;

/** All assistants, with their editor in a drawer. */
export function AssistantsPanel() {
  const query = useAssistants();
  const defaultAssistantId = useSettings().data?.defaultAssistantId ?? null;
  const [edited, setEdited] = useState<Edited>(null);
  const [doomed, setDoomed] = useState<Assistant | null>(null);
  const remove = useDeleteAssistant();
  const createButton = (
    <Button flex="none" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
      New assistant
    </Button>
  );
  return (
    <Stack>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Text size="sm" c="dimmed">
          An assistant is a standing instruction with its own way of answering. A chat keeps the version it
          started with.
        </Text>
        {query.data !== undefined && query.data.length > 0 && createButton}
      </Group>
      <QueryState query={query}>
        {(assistants) =>
          assistants.length === 0 ? (
            <EmptyState
              icon={<IconUserHeart aria-hidden />}
              title="No assistants yet"
              description="Make one for what you ask often: a patient teacher, a strict editor, a translator."
              py="xl"
            >
              <EmptyState.Actions>{createButton}</EmptyState.Actions>
            </EmptyState>
          ) : (
            assistants.map((assistant) => (
              <AssistantCard
                key={assistant.id}
                assistant={assistant}
                isDefault={assistant.id === defaultAssistantId}
                onEdit={() => setEdited(assistant)}
                onDelete={() => setDoomed(assistant)}
              />
            ))
          )
        }
      </QueryState>
      <Drawer
        opened={edited !== null}
        onClose={() => setEdited(null)}
        position="right"
        size="lg"
        title={edited === 'new' ? 'New assistant' : 'Edit assistant'}
      >
        {edited !== null && (
          <AssistantForm assistant={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
        )}
      </Drawer>
      <ConfirmDialog
        title={doomed === null ? null : `Delete “${doomed.name}”?`}
        message="Chats that were started with it keep its instructions."
        confirmLabel="Delete"
        onConfirm={() =>
          doomed !== null && remove.mutate(doomed.id, { onError: (error) => notifyError(error) })
        }
        onClose={() => setDoomed(null)}
      />
    </Stack>
  );
}
