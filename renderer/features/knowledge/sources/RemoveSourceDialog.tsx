import type { Source } from '../../../../preload/contract/knowledge';
import { ConfirmDialog } from '../../../components/ConfirmDialog';
import { notifyError } from '../../../components/errors/notifyError';
import { useRemoveSource } from '../queries';

interface RemoveSourceDialogProps {
  /** Null keeps the dialog closed. */
  source: Source | null;
  onClose: () => void;
}

/** Asks before a source goes, and says that the user's own file or folder stays. */
export function RemoveSourceDialog({ source, onClose }: RemoveSourceDialogProps) {
  const remove = useRemoveSource();
  return (
    <ConfirmDialog
      title={source === null ? null : `Remove “${source.name}”?`}
      message={
        source?.kind === 'folder'
          ? 'No search finds its files any more, from now on. The folder and its files stay where they are and as they are. Answers keep what they quoted.'
          : 'No search finds it any more, from now on. The file stays where it is and as it is. Answers keep what they quoted.'
      }
      confirmLabel="Remove"
      onConfirm={() => {
        if (source === null) return;
        remove.mutate(source.id, {
          onError: (error) => notifyError(error, { title: `${source.name} was not removed` }),
        });
      }}
      onClose={onClose}
    />
  );
}
