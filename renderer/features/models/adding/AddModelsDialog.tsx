import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { formatBytes } from '../../../components/formatting';
import { useMachine } from '../queries';
import { addAskedFiles, dismissQuestion } from './addModels';
import { useAddModelsState, type FilesToAdd } from './addModelsStore';

/** Asks whether files become Loam's own or are used where they lie. */
export function AddModelsDialog() {
  const asked = useAddModelsState((state) => state.asked);
  return (
    <Modal opened={asked !== null} onClose={dismissQuestion} title={asked === null ? '' : titleFor(asked)}>
      {asked !== null && <HowToAdd files={asked} />}
    </Modal>
  );
}

function titleFor({ paths }: FilesToAdd): string {
  return paths.length === 1 ? `Add ${fileNameOf(paths[0] ?? '')}` : `Add ${paths.length} files`;
}

function fileNameOf(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}

function HowToAdd({ files: { paths, bytes } }: { files: FilesToAdd }) {
  const [mode, setMode] = useState<'copy' | 'link'>('copy');
  const client = useQueryClient();
  const free = useMachine().data?.diskFreeBytes;
  const size = bytes === null ? 'its size on the disk' : `${formatBytes(bytes)} of the disk`;
  const room = free === undefined ? '' : ` ${formatBytes(free)} are free.`;
  return (
    <Stack gap="md">
      {paths.length > 1 && (
        <Text size="sm" c="dimmed" lineClamp={3}>
          {paths.map(fileNameOf).join(', ')}
        </Text>
      )}
      <Radio.Group aria-label="How to add" value={mode} onChange={setMode}>
        <Stack gap="sm">
          <Radio
            value="copy"
            data-autofocus
            label="Copy into Loam"
            description={`Safe when the original is moved or deleted. Takes ${size} a second time.${room}`}
          />
          <Radio
            value="link"
            label="Use it where it is"
            description="Takes no extra disk and is there at once. It works only as long as the file stays at its place."
          />
        </Stack>
      </Radio.Group>
      <Text size="xs" c="dimmed">
        Each file is checked first. The other parts of a split model are found by themselves.
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={dismissQuestion}>
          Cancel
        </Button>
        <Button onClick={() => void addAskedFiles(mode, client)}>{mode === 'copy' ? 'Copy' : 'Link'}</Button>
      </Group>
    </Stack>
  );
}
