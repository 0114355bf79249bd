import { useComputedColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Settings } from '../preload/contract/settings';
import { notifyError } from './components/errors/notifyError';
import { useConversationCommands } from './features/conversations/useConversationCommands';
import { chooseSources, toggleIndexing } from './features/knowledge/actions';
import { chooseModelFiles } from './features/models/adding/addModels';
import { useSettings, useUpdateSettings } from './features/settings/queries';
import { useCommand } from './features/shortcuts/commands';
import { useNavigation } from './navigation';

/**
 * The commands that work on every screen. Returns whether the user opened or closed the sidebar since the app's start,
 * which decides whether its button takes the focus.
 */
export function useAppCommands({ isNarrow }: { isNarrow: boolean }): boolean {
  const [isToggled, setToggled] = useState(false);
  const client = useQueryClient();
  const settings = useSettings().data;
  const { mutate } = useUpdateSettings();
  const save = (changes: Partial<Settings>) => mutate(changes, { onError: (error) => notifyError(error) });
  const shownScheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  const {
    startNewChat,
    showScreen,
    showLibrary,
    showModels,
    showKnowledge,
    setDrawerOpen,
    setSearchRequested,
  } = useNavigation.getState();

  const setSidebarOpen = (isOpen: boolean) => {
    setToggled(true);
    if (isNarrow) setDrawerOpen(isOpen);
    else save({ isSidebarOpen: isOpen });
  };

  useCommand('new-conversation', () => startNewChat());
  useCommand('settings', () => showScreen('settings'));
  useCommand('knowledge', () => showKnowledge());
  useCommand('recall-test', () => showKnowledge('recall'));
  useCommand('add-documents', () => {
    showKnowledge();
    void chooseSources(client, 'files');
  });
  useCommand('add-folder', () => {
    showKnowledge();
    void chooseSources(client, 'folder');
  });
  useCommand('pause-indexing', () => void toggleIndexing(client));
  useCommand('models', () => showScreen('models'));
  useCommand('find-models', () => showModels('find'));
  useCommand('downloads', () => showModels('downloads'));
  useCommand('add-model-file', () => {
    showModels('installed');
    void chooseModelFiles();
  });
  useCommand('adapters', () => showScreen('adapters'));
  useCommand('add-adapter-file', () => {
    showScreen('adapters');
    void import('./features/adapters/adding/addAdapter').then(({ chooseAdapter }) =>
      chooseAdapter(client, 'file'),
    );
  });
  useCommand('compare', () => showScreen('compare'));
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
