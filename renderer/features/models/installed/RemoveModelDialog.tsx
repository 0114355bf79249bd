import { notifications } from '@mantine/notifications';
import type { InstalledModel } from '../../../../preload/contract/models';
import { ConfirmDialog } from '../../../components/ConfirmDialog';
import { notifyError } from '../../../components/errors/notifyError';
import { formatBytes } from '../../../components/formatting';
import { useRemoveModel } from '../queries';

interface RemoveModelDialogProps {
  /** Null keeps the dialog closed. */
  model: InstalledModel | null;
  onClose: () => void;
}

/** Asks before a model is deleted or forgotten, and says afterwards what became free. */
export function RemoveModelDialog({ model, onClose }: RemoveModelDialogProps) {
  const remove = useRemoveModel();
  const isLinked = model?.origin === 'linked';
  const confirm = () => {
    if (model === null) return;
    remove.mutate(model.id, {
      onSuccess: ({ freedBytes }) => tellRemoved(model, freedBytes),
      onError: (error) => notifyError(error, { title: `${model.name} was not removed` }),
    });
  };
  return (
    <ConfirmDialog
      title={model === null ? null : isLinked ? `Remove “${model.name}” from the list?` : deleteTitle(model)}
      message={
        isLinked
          ? 'Only Loam forgets it. The file stays where it is, and can be added again.'
          : 'Its files are deleted from this computer for good. Chats keep the answers it gave.'
      }
      confirmLabel={model === null || isLinked ? 'Remove' : `Delete and free ${formatBytes(model.bytes)}`}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}

function deleteTitle({ name }: InstalledModel): string {
  return `Delete “${name}”?`;
}

function tellRemoved({ name, origin }: InstalledModel, freedBytes: number): void {
  if (origin === 'linked') {
    notifications.show({ title: `${name} is off the list`, message: 'Its file stays where it is.' });
    return;
  }
  notifications.show({
    title: `${name} was deleted`,
    message: `${formatBytes(freedBytes)} on the disk are free again.`,
  });
}
