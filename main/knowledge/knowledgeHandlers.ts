import type { HandlersOf } from '../../preload/contract/index';
import type { KnowledgeScope, Source } from '../../preload/contract/knowledge';
import type { ConversationService } from '../conversations/conversationService';
import type { KnowledgeService } from './knowledgeService';

/** What knowledge needs of the window's surroundings. */
export interface KnowledgeDialogs {
  /** Asks for files, or for a folder. Null: the user cancelled. */
  chooseDocuments(kind: 'files' | 'folder'): Promise<string[] | null>;
  /** Shows a file in the system's file manager. */
  revealFile(path: string): void;
}

/** Longer ones are refused by the contract. */
const mostSourcesInScope = 200;

export function knowledgeHandlers(
  service: KnowledgeService,
  conversations: Pick<ConversationService, 'get' | 'update'>,
  dialogs: KnowledgeDialogs,
) {
  const attach = async (conversationId: string, paths: readonly string[]): Promise<Source[]> => {
    // A conversation that is gone is told before anything is added.
    conversations.get(conversationId);
    const sources = await service.sources.attach(paths);
    const { scope } = conversations.get(conversationId);
    conversations.update(conversationId, { scope: withSources(scope, sources) });
    return sources;
  };
  return {
    collections: () => service.listCollections(),
    createCollection: ({ name }) => service.createCollection(name),
    renameCollection: ({ id, name }) => service.renameCollection(id, name),
    removeCollection: ({ id }) => {
      service.removeCollection(id);
      return null;
    },

    sources: ({ collectionId }) => service.listSources(collectionId),
    chooseSources: async ({ collectionId, kind }) => {
      const paths = await dialogs.chooseDocuments(kind);
      return paths === null ? null : service.sources.add(collectionId, paths);
    },
    addSources: ({ collectionId, paths }) => service.sources.add(collectionId, paths),
    attach: ({ conversationId, paths }) => attach(conversationId, paths),
    chooseAttachments: async ({ conversationId }) => {
      const paths = await dialogs.chooseDocuments('files');
      return paths === null ? null : attach(conversationId, paths);
    },
    updateSource: ({ id, changes }) => service.sources.update(id, changes),
    removeSource: ({ id }) => {
      service.sources.remove(id);
      return null;
    },
    reindexSource: async ({ id }) => {
      await service.sources.reindex(id);
      return null;
    },
    retrySource: async ({ id }) => {
      await service.sources.retry(id);
      return null;
    },
    cancelSource: async ({ id }) => {
      await service.sources.cancel(id);
      return null;
    },

    documents: (query) => service.listDocuments(query),
    reindexDocument: ({ id }) => {
      service.reindexDocument(id);
      return null;
    },
    removeDocument: ({ id }) => {
      service.removeDocument(id);
      return null;
    },
    revealDocument: ({ id }) => {
      dialogs.revealFile(service.document(id).path);
      return null;
    },
    read: ({ documentId, fromOrdinal, limit }) => service.read(documentId, fromOrdinal, limit),

    progress: () => service.progress(),
    pause: () => {
      service.pause();
      return null;
    },
    resume: () => {
      service.resume();
      return null;
    },
  } satisfies HandlersOf<'knowledge'>;
}

function withSources(scope: KnowledgeScope, added: readonly Source[]): KnowledgeScope {
  const sourceIds = [...new Set([...scope.sourceIds, ...added.map(({ id }) => id)])];
  return { ...scope, sourceIds: sourceIds.slice(-mostSourcesInScope) };
}
