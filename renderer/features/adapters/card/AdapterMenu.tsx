import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import {
  IconArchive,
  IconArchiveOff,
  IconDots,
  IconFileExport,
  IconMessagePlus,
  IconNotes,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react';
import type { Adapter } from '../../../../preload/contract/adapters';
import { notifyError } from '../../../components/errors/notifyError';
import { useExportAdapter, useUpdateAdapter } from '../queries';
import { useDefaultAdapter } from '../useDefaultAdapter';
import { adapterTitle } from '../words/adapterWords';
import classes from './card.module.css';

interface AdapterMenuProps {
  adapter: Adapter;
  onRename: () => void;
  onEditNotes: () => void;
  onDelete: () => void;
}

/** What can be done with an adapter as a thing: rename, describe, export, archive, delete. */
export function AdapterMenu({ adapter, onRename, onEditNotes, onDelete }: AdapterMenuProps) {
  const { id, archivedAt, isPresent, notes } = adapter;
  const title = adapterTitle(adapter);
  const update = useUpdateAdapter();
  const save = useExportAdapter();
  const forNewChats = useDefaultAdapter(adapter);
  const isArchived = archivedAt !== null;
  const ArchiveIcon = isArchived ? IconArchiveOff : IconArchive;
  const archive = () =>
    update.mutate(
      { id, changes: { isArchived: !isArchived } },
      { onError: (error) => notifyError(error, { title: `${title} was not changed` }) },
    );
  const exportFile = () =>
    save.mutate(id, {
      onSuccess: (saved) => {
        if (saved === null) return;
        notifications.show({ title: `${title} was exported`, message: `The GGUF file is ${saved.path}.` });
      },
      onError: (error) => notifyError(error, { title: `${title} was not exported` }),
    });
  return (
    <>
      <Tooltip label="Rename">
        <ActionIcon aria-label={`Rename ${title}`} onClick={onRename}>
          <IconPencil size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={notes === '' ? 'Add notes' : 'Edit the notes'}>
        <ActionIcon aria-label={`Notes on ${title}`} onClick={onEditNotes}>
          <IconNotes size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={`Options for ${title}`} loading={save.isPending}>
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconMessagePlus size={16} aria-hidden />}
            disabled={!forNewChats.canChange}
            onClick={forNewChats.toggle}
          >
            {forNewChats.isDefault ? 'No longer for new chats' : 'Use for new chats'}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconFileExport size={16} aria-hidden />}
            disabled={!isPresent}
            onClick={exportFile}
          >
            Export the file…
          </Menu.Item>
          <Menu.Item leftSection={<ArchiveIcon size={16} aria-hidden />} onClick={archive}>
            {isArchived ? 'Take out of the archive' : 'Archive'}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            className={classes.danger}
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={onDelete}
          >
            Delete…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
