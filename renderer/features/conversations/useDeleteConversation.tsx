import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { ConversationSummary } from '../../../preload/contract/conversations';
import { api } from '../../api';
import { notifyError } from '../../components/errors/notifyError';
import { useNavigation } from '../../navigation';
import { forgetConversation, storeConversation } from './queries';

/** How long "Undo" is offered. The main process keeps a deleted conversation for longer than this. */
const undoTimeMs = 10_000;

/**
 * Returns a function that deletes a conversation and offers to bring it back. When it was on screen, a fresh chat takes
 * its place; undoing shows it again.
 */
export function useDeleteConversation(): (summary: Pick<ConversationSummary, 'id' | 'title'>) => void {
  const client = useQueryClient();
  return useCallback(
    (summary) => void deleteWithUndo(client, summary).catch((error: unknown) => notifyError(error)),
    [client],
  );
}

async function deleteWithUndo(
  client: QueryClient,
  { id, title }: Pick<ConversationSummary, 'id' | 'title'>,
): Promise<void> {
  await api.conversations.delete({ id });
  forgetConversation(client, id);
  const wasOnScreen = useNavigation.getState().conversationId === id;
  if (wasOnScreen) leaveConversation();
  const notificationId = `deleted:${id}`;
  const undo = async () => {
    notifications.hide(notificationId);
    storeConversation(client, await api.conversations.undoDelete({ id }));
    if (wasOnScreen) returnToConversation(id);
  };
  notifications.show({
    id: notificationId,
    title: 'Chat deleted',
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" truncate>
          {title}
        </Text>
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => void undo().catch((error: unknown) => notifyError(error))}
        >
          Undo
        </Button>
      </Group>
    ),
    autoClose: undoTimeMs,
    withAutoCloseProgress: true,
  });
}

/** A fresh chat in place of the deleted one, without leaving another screen the user is on. */
function leaveConversation(): void {
  const { screen, startNewChat, showScreen } = useNavigation.getState();
  startNewChat();
  if (screen !== 'chat') showScreen(screen);
}

/** The conversation in place of the fresh chat, unless the user went on to another chat or screen meanwhile. */
function returnToConversation(id: string): void {
  const { screen, conversationId, showConversation, showScreen } = useNavigation.getState();
  if (conversationId !== null) return;
  showConversation(id);
  if (screen !== 'chat') showScreen(screen);
}
