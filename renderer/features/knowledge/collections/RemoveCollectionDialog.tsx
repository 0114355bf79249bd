import type { Collection } from '../../../../preload/contract/knowledge';
import { ConfirmDialog } from '../../../components/ConfirmDialog';
import { notifyError } from '../../../components/errors/notifyError';
import { useNavigation } from '../../../navigation';
import { useRemoveCollection } from '../queries';
import { countAll, filesInWords } from '../words/stateWords';

interface RemoveCollectionDialogProps {
  /** Null keeps the dialog closed. */
  collection: Collection | null;
  onClose: () => void;
}

/** Asks before a collection goes, and says that the files stay. */
export function RemoveCollectionDialog({ collection, onClose }: RemoveCollectionDialogProps) {
  const remove = useRemoveCollection();
  const confirm = () => {
    if (collection === null) return;
    remove.mutate(collection.id, {
      onSuccess: () => useNavigation.setState({ knowledgeCollectionId: null }),
      onError: (error) => notifyError(error, { title: `${collection.name} was not removed` }),
    });
  };
  return (
    <ConfirmDialog
      title={collection === null ? null : `Remove “${collection.name}”?`}
      message={collection === null ? '' : messageFor(collection)}
      confirmLabel="Remove"
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}

function messageFor({ documents }: Collection): string {
  const files = countAll(documents);
  const what = files === 0 ? 'It is empty.' : `No search finds its ${filesInWords(files)} any more.`;
  return `${what} Your own files stay where they are and as they are. Answers keep what they quoted.`;
}
