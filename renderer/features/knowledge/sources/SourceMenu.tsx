import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconFilterOff, IconFolderSymlink, IconRefresh, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Source } from '../../../../preload/contract/knowledge';
import { api } from '../../../api';
import { notifyError } from '../../../components/errors/notifyError';
import { openOnlyDocument } from '../documents/openOnlyDocument';
import knowledge from '../knowledge.module.css';
import { useReindexSource } from '../queries';
import { countAll } from '../words/stateWords';
import { ExcludesDialog } from './ExcludesDialog';
import { RemoveSourceDialog } from './RemoveSourceDialog';

/** What can be done with a source as a whole. */
export function SourceMenu({ source }: { source: Source }) {
  const { id, name, kind, documents } = source;
  const [dialog, setDialog] = useState<'excludes' | 'remove' | null>(null);
  const reindex = useReindexSource();
  const close = () => setDialog(null);
  return (
    <>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <ActionIcon aria-label={`Options for ${name}`}>
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconRefresh size={16} aria-hidden />}
            onClick={() => reindex.mutate(id, { onError: (error) => notifyError(error) })}
          >
            Read everything again
          </Menu.Item>
          {kind === 'folder' && (
            <Menu.Item
              leftSection={<IconFilterOff size={16} aria-hidden />}
              onClick={() => setDialog('excludes')}
            >
              Leave files out…
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={<IconFolderSymlink size={16} aria-hidden />}
            disabled={countAll(documents) === 0}
            onClick={() =>
              void openOnlyDocument(id, (documentId) => api.knowledge.revealDocument({ id: documentId }))
            }
          >
            Show in the file manager
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item
            className={knowledge.danger}
            leftSection={<IconTrash size={16} aria-hidden />}
            onClick={() => setDialog('remove')}
          >
            Remove…
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ExcludesDialog source={source} isOpen={dialog === 'excludes'} onClose={close} />
      <RemoveSourceDialog source={dialog === 'remove' ? source : null} onClose={close} />
    </>
  );
}
