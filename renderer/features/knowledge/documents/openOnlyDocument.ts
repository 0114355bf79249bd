import { api } from '../../../api';
import { notifyError } from '../../../components/errors/notifyError';

/** Does something with the document of a source that is one file; with the first one of a folder. */
export async function openOnlyDocument(
  sourceId: string,
  open: (documentId: string) => unknown,
): Promise<void> {
  try {
    const { items } = await api.knowledge.documents({ sourceId, offset: 0, limit: 1 });
    const document = items[0];
    if (document !== undefined) await open(document.id);
  } catch (error) {
    notifyError(error);
  }
}
