import { useQueryClient } from '@tanstack/react-query';
import { notifyError } from '../../components/errors/notifyError';
import { useNavigation } from '../../navigation';
import { useCommand } from '../shortcuts/commands';
import { conversationListOptions, useUpdateConversation } from './queries';
import { exportConversations, importConversations } from './transfer';
import { useDeleteConversation } from './useDeleteConversation';

/** The commands about chats that work on every screen. Mounted once, by the app. */
export function useConversationCommands(): void {
  const client = useQueryClient();
  const id = useNavigation((state) => state.conversationId);
  const remove = useDeleteConversation();
  const { mutate: update } = useUpdateConversation();
  const list = () => client.getQueryData(conversationListOptions.queryKey) ?? [];

  const step = (by: 1 | -1) => {
    // From a fresh chat, down enters the list at its top and up stays.
    const target = list()[list().findIndex((summary) => summary.id === id) + by];
    if (target !== undefined) useNavigation.getState().showConversation(target.id);
  };
  useCommand('next-conversation', () => step(1));
  useCommand('previous-conversation', () => step(-1));

  /** Null in a fresh chat, which cannot be exported, pinned or deleted. */
  const ifStored = (run: (id: string) => void) => (id === null ? null : () => run(id));
  const summaryOf = (wanted: string) => list().find((summary) => summary.id === wanted);
  useCommand(
    'export-markdown',
    ifStored((stored) => void exportConversations(stored, 'markdown')),
  );
  useCommand(
    'export-json',
    ifStored((stored) => void exportConversations(stored, 'json')),
  );
  useCommand(
    'toggle-pin',
    ifStored((stored) => {
      const isPinned = summaryOf(stored)?.pinnedAt === null;
      update({ id: stored, changes: { isPinned } }, { onError: (error) => notifyError(error) });
    }),
  );
  useCommand(
    'delete-conversation',
    ifStored((stored) => remove({ id: stored, title: summaryOf(stored)?.title ?? '' })),
  );
  useCommand('export-everything', () => void exportConversations(null, 'json'));
  useCommand('import', () => void importConversations(client));
}
