import { useComputedColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Settings } from '../preload/contract/settings';
import { notifyError } from './components/errors/notifyError';
import { conversationListOptions } from './features/conversations/queries';
import { exportConversations, importConversations } from './features/conversations/transfer';
import { useSettings, useUpdateSettings } from './features/settings/queries';
import { useCommand } from './features/shortcuts/commands';
import { useNavigation } from './navigation';

/**
 * The commands that work on every screen. Returns whether the user opened or closed the sidebar since the app's start,
 * which decides whether its button takes the focus.
 */
export function useAppCommands({ isNarrow }: { isNarrow: boolean }): boolean {
  const [isToggled, setToggled] = useState(false);
  const settings = useSettings().data;
  const { mutate } = useUpdateSettings();
  const save = (changes: Partial<Settings>) => mutate(changes, { onError: (error) => notifyError(error) });
  const shownScheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const { startNewChat, showScreen, showLibrary, setDrawerOpen, setSearchRequested } =
    useNavigation.getState();

  const setSidebarOpen = (isOpen: boolean) => {
    setToggled(true);
    if (isNarrow) setDrawerOpen(isOpen);
    else save({ isSidebarOpen: isOpen });
  };

  useCommand('new-conversation', () => startNewChat());
  useCommand('settings', () => showScreen('settings'));
  useCommand('models', () => showScreen('models'));
  useCommand('assistants', () => showLibrary('assistants'));
  useCommand('templates', () => showLibrary('templates'));
  useCommand('toggle-sidebar', () =>
    setSidebarOpen(!(isNarrow ? useNavigation.getState().isDrawerOpen : settings?.isSidebarOpen)),
  );
  useCommand('search', () => {
    setSidebarOpen(true);
    setSearchRequested(true);
  });
  useCommand('toggle-color-scheme', () => save({ colorScheme: shownScheme === 'dark' ? 'light' : 'dark' }));
  useConversationCommands();
  return isToggled;
}

function useConversationCommands(): void {
  const client = useQueryClient();
  const conversationId = useNavigation((state) => state.conversationId);
  const step = (by: 1 | -1) => {
    const list = client.getQueryData(conversationListOptions.queryKey) ?? [];
    const index = list.findIndex(({ id }) => id === conversationId);
    // From a fresh chat, down enters the list at its top and up stays.
    const target = list[index + by];
    if (target !== undefined) useNavigation.getState().showConversation(target.id);
  };
  useCommand('next-conversation', () => step(1));
  useCommand('previous-conversation', () => step(-1));

  const hasConversation = conversationId !== null;
  useCommand(
    'export-markdown',
    hasConversation ? () => void exportConversations(conversationId, 'markdown') : null,
  );
  useCommand('export-json', hasConversation ? () => void exportConversations(conversationId, 'json') : null);
  useCommand('export-everything', () => void exportConversations(null, 'json'));
  useCommand('import', () => void importConversations(client));
}
