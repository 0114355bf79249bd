// In a cascade layer, so that Loam's own rules win whichever chunk's style sheet comes first.
import '@mantine/core/styles.layer.css';
import '@mantine/notifications/styles.layer.css';
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
import { followSettings, settingsOptions } from './features/settings/queries';
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
  followSettings(client);
  // A failure of either is shown by the parts of the window that read them.
  client.query(conversationListOptions).catch(() => undefined);
  const settings = await client.query(settingsOptions).catch(() => undefined);
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
          <Notifications position="top-right" limit={4} className="loam-notifications" />
          <AppErrorBoundary>
            <App />
          </AppErrorBoundary>
        </MantineProvider>
      </QueryClientProvider>
    </StrictMode>,
  );
}
