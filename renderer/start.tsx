import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './window.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App';
import { memoryColorSchemeManager, toMantineColorScheme } from './colorScheme';
import { AppErrorBoundary } from './components/errors/AppErrorBoundary';
import { conversationListOptions } from './features/conversations/queries';
import { settingsOptions } from './features/settings/queries';
import { useNavigation } from './navigation';
import { createQueryClient } from './queryClient';
import { styleNonce } from './styleNonce';
import { cssVariablesResolver, theme } from './theme';

/**
 * Draws the app into the page. Waits for the settings first, so that neither the colours nor the sidebar's width jump;
 * when they cannot be read the app opens all the same and says so.
 */
export async function start(): Promise<void> {
  const root = document.getElementById('root');
  if (root === null) throw new Error('The page has no element with the id "root".');
  const client = createQueryClient();
  void client.prefetchQuery(conversationListOptions);
  await client.prefetchQuery(settingsOptions);
  const settings = client.getQueryData(settingsOptions.queryKey);
  if (settings?.hasSeenWelcome === false) useNavigation.getState().showScreen('welcome');

  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={cssVariablesResolver}
          getStyleNonce={styleNonce}
          colorSchemeManager={memoryColorSchemeManager}
          defaultColorScheme={toMantineColorScheme(settings?.colorScheme ?? 'system')}
          deduplicateInlineStyles
        >
          <Notifications position="bottom-right" limit={4} />
          <AppErrorBoundary>
            <App />
          </AppErrorBoundary>
        </MantineProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}
