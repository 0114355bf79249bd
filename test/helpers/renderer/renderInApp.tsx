import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { render, type RenderResult } from '@testing-library/react';
import type { ReactNode } from 'react';
import { defaultSettings } from '../../../preload/contract/settings';
import { useNavigation } from '../../../renderer/navigation';
import { createQueryClient } from '../../../renderer/queryClient';
import { useAdding } from '../../../renderer/features/adapters/adding/addingStore';
import { useAdapterEvents } from '../../../renderer/features/adapters/queries';
import { forgetFreshChoices } from '../../../renderer/features/chat/choices/useChatChoices';
import { useCompareStore } from '../../../renderer/features/compare/compareStore';
import { useConversationEvents } from '../../../renderer/features/conversations/queries';
import {
  setAddModelsState,
  useAddModelsState,
} from '../../../renderer/features/models/adding/addModelsStore';
import { useKnowledgeEvents } from '../../../renderer/features/knowledge/useKnowledgeEvents';
import { useModelEvents } from '../../../renderer/features/models/useModelEvents';
import { setDraft } from '../../../renderer/features/chat/composer/draftStore';
import { resetGenerationStore } from '../../../renderer/features/chat/generation/generationStore';
import { useSourceViewer } from '../../../renderer/features/sourceViewer/sourceViewerStore';
import { createRecordingBridge, type RecordingBridge } from './recordingBridge';
import { readyStatus, sampleModel } from './sampleChat';
import { sampleFit, sampleMachine } from './sampleModels';

/** What the page lacks in jsdom and the component library asks for. */
function completePage(): void {
  Object.defineProperty(window, 'matchMedia', {
    configurable: true,
    value: (media: string) => ({
      matches: false,
      media,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }),
  });
  class StillResizeObserver {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  }
  Object.defineProperty(window, 'ResizeObserver', { configurable: true, value: StillResizeObserver });
  // Without a layout every element has no height, and a virtualised list would have no rows.
  Object.defineProperties(window.HTMLElement.prototype, {
    clientHeight: { configurable: true, value: 800 },
    offsetHeight: { configurable: true, value: 60 },
  });
  // A text field that grows with its text measures again when a font has come.
  Object.defineProperty(document, 'fonts', {
    configurable: true,
    value: { addEventListener: () => undefined, removeEventListener: () => undefined },
  });
  window.HTMLElement.prototype.scrollIntoView = () => undefined;
}

/** A bridge with one ready model, default settings and empty lists; exposed to the page as preload would. A dropped file lies in `/dropped`. */
export function installBridge(answers: Parameters<typeof createRecordingBridge>[0] = {}): RecordingBridge {
  completePage();
  resetGenerationStore();
  setAddModelsState(useAddModelsState.getInitialState(), true);
  for (const key of [null, 'c1', 'c2']) setDraft(key, '');
  useAdding.setState(useAdding.getInitialState(), true);
  useCompareStore.setState(useCompareStore.getInitialState(), true);
  forgetFreshChoices();
  useSourceViewer.setState(useSourceViewer.getInitialState(), true);
  useNavigation.setState(useNavigation.getInitialState(), true);
  const recording = createRecordingBridge({
    'settings.get': () => defaultSettings,
    'models.list': () => [sampleModel],
    'models.status': () => readyStatus,
    'models.fit': () => sampleFit(),
    'models.machine': () => sampleMachine,
    'downloads.list': () => [],
    'catalogue.list': () => ({ models: [], problems: [], userFile: '', hub: 'huggingface.co' }),
    'adapters.list': () => [],
    'knowledge.collections': () => [],
    'knowledge.sources': () => [],
    'knowledge.documents': () => ({ items: [], total: 0 }),
    'retrieval.models': () => [],
    'adapters.compatibility': () => [],
    'comparisons.list': () => [],
    'assistants.list': () => [],
    'promptTemplates.list': () => [],
    'generation.cancel': () => null,
    'generation.warm': () => ({
      usedTokens: 100,
      contextSize: 4096,
      reservedTokens: 1024,
      memoryStartsAtMessageId: null,
    }),
    ...answers,
  });
  Object.defineProperty(window, 'loam', { configurable: true, value: recording.bridge });
  const pathOf = ({ name }: File) => `/dropped/${name}`;
  Object.defineProperty(window, 'loamFiles', { configurable: true, value: { pathOf } });
  return recording;
}

export interface RenderedApp extends RenderResult {
  client: QueryClient;
  show: (screen: ReactNode) => void;
}

/** Draws a screen within everything the app puts around it. */
export function renderInApp(screen: ReactNode): RenderedApp {
  const client = createQueryClient();
  const inApp = (children: ReactNode) => (
    <QueryClientProvider client={client}>
      <MantineProvider env="test">
        <Notifications />
        <AppEvents />
        {children}
      </MantineProvider>
    </QueryClientProvider>
  );
  const result = render(inApp(screen));
  return { ...result, client, show: (next) => result.rerender(inApp(next)) };
}

function AppEvents() {
  useConversationEvents(throwError);
  useModelEvents();
  useAdapterEvents();
  useKnowledgeEvents();
  return null;
}

function throwError(error: unknown): void {
  throw error;
}
