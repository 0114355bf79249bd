import type { HandlersOf } from '../../preload/contract/index';
import type { ConversationService } from './conversationService';
import type { FileDialogs } from './fileDialogs';

export function conversationHandlers(service: ConversationService, dialogs: FileDialogs) {
  return {
    list: (page) => service.list(page),
    search: (search) => service.search(search),
    get: ({ id }) => service.get(id),
    messages: ({ id }) => service.messages(id),
    create: (draft) => service.create(draft),
    update: ({ id, changes }) => service.update(id, changes),
    delete: ({ id }) => {
      service.delete(id);
      return null;
    },
    undoDelete: ({ id }) => service.undoDelete(id),
    selectBranch: ({ conversationId, messageId }) => service.selectBranch(conversationId, messageId),
    fork: ({ conversationId, messageId }) => service.fork(conversationId, messageId),
    export: async ({ id, format }) => {
      const { suggestedName, content } = service.exportText(id, format);
      const path = await dialogs.saveTextFile(suggestedName, content);
      return path === null ? null : { path };
    },
    import: async () => {
      const chosen = await dialogs.openTextFile('conversations');
      return chosen === null ? null : service.importText(chosen.text);
    },
  } satisfies HandlersOf<'conversations'>;
}
