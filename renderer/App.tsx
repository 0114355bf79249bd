import { AppShell, Drawer, Loader, useAppShellResize } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense } from 'react';
import { AppErrorBoundary } from './components/errors/AppErrorBoundary';
import { useAppCommands } from './appCommands';
import classes from './App.module.css';
import { useColorSchemeSetting } from './colorScheme';
import { notifyError } from './components/errors/notifyError';
import { useAdapterEvents } from './features/adapters/queries';
import { useApplicationEvents } from './features/application/useApplicationEvents';
import { useConversationEvents } from './features/conversations/queries';
import { useKnowledgeEvents } from './features/knowledge/useKnowledgeEvents';
import { useModelEvents } from './features/models/useModelEvents';
import { useSettings, useUpdateSettings } from './features/settings/queries';
import { LazyOverlays } from './features/shortcuts/LazyOverlays';
import { useShortcuts } from './features/shortcuts/useShortcuts';
import { Sidebar } from './features/sidebar/Sidebar';
import { SidebarRail } from './features/sidebar/SidebarRail';
import { useNavigation } from './navigation';
import { defaultSettings } from '../preload/contract/settings';

const ChatScreen = lazy(async () => ({
  default: (await import('./features/chat/ChatScreen')).ChatScreen,
}));
const KnowledgeScreen = lazy(() => import('./features/knowledge/KnowledgeScreen'));
const LibraryScreen = lazy(() => import('./features/library/LibraryScreen'));
const ModelsScreen = lazy(() => import('./features/models/ModelsScreen'));
const AdaptersScreen = lazy(() => import('./features/adapters/AdaptersScreen'));
const CompareScreen = lazy(() => import('./features/compare/CompareScreen'));
const SettingsScreen = lazy(() => import('./features/settings/SettingsScreen'));
const WelcomeScreen = lazy(() => import('./features/welcome/WelcomeScreen'));

const railWidthPx = 52;
/** Below this the sidebar does not stand beside the content but over it. */
const narrowWindow = '(max-width: 47.99em)';

/** The window: sidebar and screens, and everything that listens for as long as it is open. */
export function App() {
  useColorSchemeSetting();
  useModelEvents();
  useConversationEvents(notifyError);
  useApplicationEvents();
  useAdapterEvents();
  useKnowledgeEvents();
  useShortcuts();

  const screen = useNavigation((state) => state.screen);
  const isNarrow = useMediaQuery(narrowWindow, undefined, { getInitialValueInEffect: false });
  const settings = useSettings().data ?? defaultSettings;
  const { mutate: updateSettings } = useUpdateSettings();
  const isDrawerOpen = useNavigation((state) => state.isDrawerOpen);
  const setDrawerOpen = useNavigation((state) => state.setDrawerOpen);
  const isToggled = useAppCommands({ isNarrow });
  const isSidebarOpen = !isNarrow && settings.isSidebarOpen;
  const resize = useAppShellResize({
    navbar: { min: 200, max: 480, label: 'Width of the sidebar' },
    initialSizes: { navbar: settings.sidebarWidth },
    onResizeEnd: ({ navbar }) => {
      if (navbar === undefined) return;
      updateSettings({ sidebarWidth: Math.round(navbar) }, { onError: (error) => notifyError(error) });
    },
  });

  return (
    <AppShell
      className={classes.shell}
      navbar={{ width: isSidebarOpen ? settings.sidebarWidth : railWidthPx, breakpoint: 0 }}
      padding={0}
      transitionDuration={0}
      withBorder={false}
      offsetScrollbars={false}
      // The rail has a width of its own, which the remembered one must not override.
      {...(isSidebarOpen && { resize })}
    >
      <AppShell.Navbar className={classes.navbar} aria-label="Chats and screens">
        {isSidebarOpen ? <Sidebar isToggled={isToggled} /> : <SidebarRail isToggled={isToggled} />}
      </AppShell.Navbar>
      {isNarrow && (
        <Drawer
          opened={isDrawerOpen}
          onClose={() => setDrawerOpen(false)}
          withCloseButton={false}
          size={320}
          padding={0}
          classNames={{ content: classes.drawer, body: classes.drawerBody }}
          attributes={{ content: { 'aria-label': 'Chats and screens', 'data-loam-sidebar': true } }}
        >
          <Sidebar isToggled={false} />
        </Drawer>
      )}
      <AppShell.Main className={classes.main}>
        <AppErrorBoundary key={screen}>
          <Suspense fallback={<Loader className={classes.loading} size="sm" aria-label="Opening" />}>
            <CurrentScreen />
          </Suspense>
        </AppErrorBoundary>
      </AppShell.Main>
      <LazyOverlays />
    </AppShell>
  );
}

function CurrentScreen() {
  const screen = useNavigation((state) => state.screen);
  const conversationId = useNavigation((state) => state.conversationId);
  switch (screen) {
    case 'chat':
      return <ChatScreen conversationId={conversationId} />;
    case 'knowledge':
      return <KnowledgeScreen />;
    case 'library':
      return <LibraryScreen />;
    case 'models':
      return <ModelsScreen />;
    case 'adapters':
      return <AdaptersScreen />;
    case 'compare':
      return <CompareScreen />;
    case 'settings':
      return <SettingsScreen />;
    case 'welcome':
      return <WelcomeScreen />;
  }
}
