import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconFilePlus, IconFolderPlus } from '@tabler/icons-react';
import { chooseSources } from '../actions';

/** The two ways to add documents besides dropping them. `isFirst`: there is nothing yet, so one of them stands out. */
export function AddSourcesButtons({ isFirst = false }: { isFirst?: boolean }) {
  const client = useQueryClient();
  const choose = useMutation({ mutationFn: (kind: 'files' | 'folder') => chooseSources(client, kind) });
  const size = isFirst ? 'sm' : 'compact-sm';
  return (
    <>
      <Button
        size={size}
        variant={isFirst ? 'filled' : 'light'}
        leftSection={<IconFolderPlus size={16} aria-hidden />}
        disabled={choose.isPending}
        onClick={() => choose.mutate('folder')}
      >
        Add a folder…
      </Button>
      <Button
        size={size}
        variant="default"
        leftSection={<IconFilePlus size={16} aria-hidden />}
        disabled={choose.isPending}
        onClick={() => choose.mutate('files')}
      >
        Add files…
      </Button>
    </>
  );
}
