import type { Notice } from '../../../preload/contract/application';
import type { OpenedIndex } from '../../workers/indexing/protocol';

/** What the user is told when an index that had held something was started anew. */
export function replacedNotice(reason: NonNullable<OpenedIndex['replaced']>): Notice {
  const what = {
    damaged: 'The search index was damaged',
    missing: 'The search index was missing',
    'other-embedder': 'The search index was made by another version of Loam or another embedder',
  }[reason];
  return {
    id: 'search-index-replaced',
    title: 'The search index is being made again',
    message: `${what} and is being made again from your documents. Chats are not affected.`,
  };
}
