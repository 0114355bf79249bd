import { Button, Group, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Adapter } from '../../../../preload/contract/adapters';
import { notifyError } from '../../../components/errors/notifyError';
import { useUpdateAdapter } from '../queries';
import { adapterTitle } from '../words/adapterWords';
import classes from './card.module.css';

const longestNotes = 10_000;

interface AdapterNotesProps {
  adapter: Adapter;
  isEditing: boolean;
  onClose: () => void;
}

/** What the user wants to remember of an adapter, edited in place. */
export function AdapterNotes({ adapter, isEditing, onClose }: AdapterNotesProps) {
  if (isEditing) return <NotesEditor adapter={adapter} onClose={onClose} />;
  if (adapter.notes === '') return null;
  return (
    <Text size="sm" c="dimmed" className={classes.notes}>
      {adapter.notes}
    </Text>
  );
}

function NotesEditor({ adapter, onClose }: Omit<AdapterNotesProps, 'isEditing'>) {
  const [draft, setDraft] = useState(adapter.notes);
  const update = useUpdateAdapter();
  const save = () =>
    update.mutate(
      { id: adapter.id, changes: { notes: draft.trim() } },
      {
        onSuccess: onClose,
        onError: (error) => notifyError(error, { title: 'The notes were not saved' }),
      },
    );
  return (
    <div>
      <Textarea
        aria-label={`Notes on ${adapterTitle(adapter)}`}
        placeholder="What it was made for, what it does well, what to watch out for"
        classNames={{ input: classes.noteInput }}
        maxLength={longestNotes}
        autoFocus
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
        }}
      />
      <Group gap="xs" mt="xs">
        <Button size="compact-sm" loading={update.isPending} onClick={save}>
          Save
        </Button>
        <Button size="compact-sm" variant="default" onClick={onClose}>
          Cancel
        </Button>
      </Group>
    </div>
  );
}
