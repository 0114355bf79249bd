import { Button, Drawer, EmptyState, Group, Stack, Text } from '@mantine/core';
import { IconPlus, IconTemplate } from '@tabler/icons-react';
import { useState } from 'react';
import type { PromptTemplate } from '../../../preload/contract/promptTemplates';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { notifyError } from '../../components/errors/notifyError';
import { QueryState } from '../../components/QueryState';
import { useDeletePromptTemplate, usePromptTemplates } from './queries';
import { TemplateCard } from './TemplateCard';
import { TemplateForm } from './TemplateForm';

/** The template being edited; `new` for one that does not exist yet. */
type Edited = PromptTemplate | 'new' | null;

/** All templates, with their editor in a drawer. */
export function TemplatesPanel() {
  const query = usePromptTemplates();
  const [edited, setEdited] = useState<Edited>(null);
  const [doomed, setDoomed] = useState<PromptTemplate | null>(null);
  const remove = useDeletePromptTemplate();
  const createButton = (
    <Button flex="none" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setEdited('new')}>
      New template
    </Button>
  );
  return (
    <Stack>
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <Text size="sm" c="dimmed">
          A template is a text you send often, with blanks to fill in. Insert one from the message field of
          any chat.
        </Text>
        {query.data !== undefined && query.data.length > 0 && createButton}
      </Group>
      <QueryState query={query}>
        {(templates) =>
          templates.length === 0 ? (
            <EmptyState
              icon={<IconTemplate aria-hidden />}
              title="No templates yet"
              description="Save a text like “Summarise {{text}} in {{count}} lines” once, and fill in the blanks each time."
              py="xl"
            >
              <EmptyState.Actions>{createButton}</EmptyState.Actions>
            </EmptyState>
          ) : (
            templates.map((template) => (
              <TemplateCard
                key={template.id}
                template={template}
                onEdit={() => setEdited(template)}
                onDelete={() => setDoomed(template)}
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
        title={edited === 'new' ? 'New template' : 'Edit template'}
      >
        {edited !== null && (
          <TemplateForm template={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
        )}
      </Drawer>
      <ConfirmDialog
        title={doomed === null ? null : `Delete “${doomed.name}”?`}
        message="Messages that were written with it stay as they are."
        confirmLabel="Delete"
        onConfirm={() =>
          doomed !== null && remove.mutate(doomed.id, { onError: (error) => notifyError(error) })
        }
        onClose={() => setDoomed(null)}
      />
    </Stack>
  );
}
