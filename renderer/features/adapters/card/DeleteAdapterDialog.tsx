import { Button, Group, Modal, Text } from '@mantine/core';
import { useState } from 'react';
import type { Adapter } from '../../../../preload/contract/adapters';
import { LoamError } from '../../../../preload/contract/errors';
import { notifyError } from '../../../components/errors/notifyError';
import { formatBytes } from '../../../components/formatting';
import { useRemoveAdapter, useUpdateAdapter } from '../queries';
import { adapterTitle, inUseWarning } from '../words/adapterWords';

interface DeleteAdapterDialogProps {
  adapter: Adapter;
  isOpen: boolean;
  onClose: () => void;
}

/** Asks before an adapter is deleted, and warns where answers were given with it. */
export function DeleteAdapterDialog({ adapter, isOpen, onClose }: DeleteAdapterDialogProps) {
  const { id, bytes, useCount, archivedAt } = adapter;
  const remove = useRemoveAdapter();
  const update = useUpdateAdapter();
  /** The core's word, where answers came that this window had not heard of. */
  const [refusal, setRefusal] = useState<string | null>(null);
  const warning = refusal ?? (useCount === 0 ? null : inUseWarning(useCount));
  const close = () => {
    setRefusal(null);
    onClose();
  };
  const fail = (error: unknown) => {
    if (error instanceof LoamError && error.code === 'adapter/in-use') setRefusal(error.message);
    else notifyError(error, { title: `${adapterTitle(adapter)} was not deleted` });
  };
  return (
    <Modal opened={isOpen} onClose={close} title={`Delete “${adapterTitle(adapter)}”?`} size={500}>
      <Text size="sm">
        {warning ?? `Its file is deleted from this computer for good, which frees ${formatBytes(bytes)}.`}
      </Text>
      <Group justify="flex-end" mt="lg" gap="xs">
        <Button variant="default" data-autofocus onClick={close}>
          Cancel
        </Button>
        {warning !== null && archivedAt === null && (
          <Button
            variant="default"
            loading={update.isPending}
            onClick={() =>
              update.mutate({ id, changes: { isArchived: true } }, { onSuccess: close, onError: fail })
            }
          >
            Archive it instead
          </Button>
        )}
        <Button
          color="red"
          loading={remove.isPending}
          onClick={() =>
            remove.mutate({ id, evenIfUsed: warning !== null }, { onSuccess: close, onError: fail })
          }
        >
          {warning === null ? 'Delete' : 'Delete anyway'}
        </Button>
      </Group>
    </Modal>
  );
}
