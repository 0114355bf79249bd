import type { KnowledgeDocument, Source, StateCounts } from '../../../../preload/contract/knowledge';
import { countAll, countGroup, filesInWords } from '../../knowledge/words/stateWords';
import type { ChosenDocuments, ScopeList } from './scopeWords';

/** A single file or folder of a chat, with what has become of it. */
export interface Attachment {
  list: ScopeList;
  id: string;
  name: string;
  kind: 'file' | 'folder';
  state: 'reading' | 'ready' | 'failed';
  words: string;
  /** Why it failed; null where it did not, or where the reason has to be asked for by its source. */
  reason: string | null;
}

/** The single files and folders of a chat; collections are not among them. */
export function attachmentsOf({ sources, documents }: ChosenDocuments): Attachment[] {
  return [...sources.map(sourceAttachment), ...documents.map(documentAttachment)];
}

function sourceAttachment(source: Source): Attachment {
  const { id, name, kind, problem, documents } = source;
  const base = { list: 'sourceIds', id, name, kind } as const;
  if (problem !== null) return { ...base, state: 'failed', words: 'cannot be read', reason: problem.message };
  const state = stateOf(documents, source.lastIndexedAt === null);
  if (kind === 'file') return { ...base, state, words: fileWords[state], reason: null };
  return { ...base, state, words: folderWords(documents, state), reason: null };
}

function documentAttachment({ id, name, state, error }: KnowledgeDocument): Attachment {
  const base = { list: 'documentIds', id, name, kind: 'file' } as const;
  const isOver = state === 'failed' || state === 'cancelled';
  const attachmentState = isOver ? 'failed' : state === 'done' ? 'ready' : 'reading';
  const reason = state === 'cancelled' ? 'Reading it was cancelled.' : (error?.message ?? null);
  return {
    ...base,
    state: attachmentState,
    words: fileWords[attachmentState],
    reason: isOver ? reason : null,
  };
}

const fileWords = { reading: 'reading…', ready: 'ready', failed: 'failed' } as const;

/** A source that was just added has no files yet; one that was looked through and has none cannot be answered from. */
function stateOf(documents: StateCounts, isNew: boolean): Attachment['state'] {
  if (countGroup(documents, 'waiting') > 0) return 'reading';
  if (countAll(documents) === 0) return isNew ? 'reading' : 'failed';
  return documents.done === 0 ? 'failed' : 'ready';
}

function folderWords(documents: StateCounts, state: Attachment['state']): string {
  const all = countAll(documents);
  if (state === 'reading') return all === 0 ? 'looking…' : `reading… ${documents.done} of ${all}`;
  const left = all - documents.done;
  if (all === 0) return 'nothing in it to read';
  return left === 0 ? filesInWords(all) : `${filesInWords(documents.done)}, ${left} not read`;
}
