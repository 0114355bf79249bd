import { create } from 'zustand';
import type { ComparisonSetup } from '../preload/contract/comparisons';
import type { Sampling } from '../preload/contract/sampling';

export type Screen =
  'chat' | 'knowledge' | 'library' | 'models' | 'adapters' | 'compare' | 'settings' | 'welcome';
export type LibraryTab = 'assistants' | 'templates';
export type KnowledgeTab = 'documents' | 'recall';
export type ModelsTab = 'installed' | 'find' | 'downloads';

/** A comparison that another screen proposes. */
export interface ComparisonProposal {
  /** Where something is left out, the form keeps what it has. */
  question?: string;
  systemPrompt?: string;
  sampling?: Sampling;
  setups: readonly ComparisonSetup[];
}

export interface Navigation {
  screen: Screen;
  /** The conversation on the chat screen; null is a fresh chat that is created with its first message. */
  conversationId: string | null;
  /** The message to bring into view, set by a search hit. The chat calls `clearTargetMessage` once it did. */
  targetMessageId: string | null;
  /** Text for the composer of the chat on screen. The composer takes it over with `takeDraft`. */
  draft: string | null;
  /** The assistant a fresh chat starts with; null: the one chosen in the settings. */
  newChatAssistantId: string | null;
  libraryTab: LibraryTab;
  modelsTab: ModelsTab;
  knowledgeTab: KnowledgeTab;
  /** The collection that the knowledge screen shows; null: the first one. */
  knowledgeCollectionId: string | null;
  /** Fills the form of the compare screen, which takes it over with `takeProposal`. */
  proposal: ComparisonProposal | null;
  /** Whether the sidebar covers the content in a narrow window. In wide windows the settings decide. */
  isDrawerOpen: boolean;
  /** Someone wants to search: the search field takes the focus as soon as it is on screen, and clears this. */
  isSearchRequested: boolean;

  showScreen: (screen: Screen) => void;
  showLibrary: (tab: LibraryTab) => void;
  showModels: (tab: ModelsTab) => void;
  showKnowledge: (tab?: KnowledgeTab, collectionId?: string | null) => void;
  showCompare: (proposal: ComparisonProposal) => void;
  showConversation: (conversationId: string, targetMessageId?: string | null) => void;
  /** Opens a fresh chat. `draft` is put into its composer, `assistantId` is used when it is created. */
  startNewChat: (options?: { draft?: string; assistantId?: string | null }) => void;
  /** The fresh chat on screen got its id: same screen, now stored. */
  adoptConversation: (conversationId: string) => void;
  takeDraft: () => string | null;
  takeProposal: () => ComparisonProposal | null;
  clearTargetMessage: () => void;
  setDrawerOpen: (isOpen: boolean) => void;
  setSearchRequested: (isRequested: boolean) => void;
}

/** Where the user is. Not persisted: the app opens with a fresh chat. */
export const useNavigation = create<Navigation>()((set, get) => ({
  screen: 'chat',
  conversationId: null,
  targetMessageId: null,
  draft: null,
  newChatAssistantId: null,
  libraryTab: 'assistants',
  modelsTab: 'installed',
  knowledgeTab: 'documents',
  knowledgeCollectionId: null,
  proposal: null,
  isDrawerOpen: false,
  isSearchRequested: false,

  showScreen: (screen) => set({ screen, isDrawerOpen: false }),
  showLibrary: (libraryTab) => set({ screen: 'library', libraryTab, isDrawerOpen: false }),
  showModels: (modelsTab) => set({ screen: 'models', modelsTab, isDrawerOpen: false }),
  showKnowledge: (knowledgeTab = 'documents', collectionId = get().knowledgeCollectionId) =>
    set({ screen: 'knowledge', knowledgeTab, knowledgeCollectionId: collectionId, isDrawerOpen: false }),
  showCompare: (proposal) => set({ screen: 'compare', proposal, isDrawerOpen: false }),
  showConversation: (conversationId, targetMessageId = null) =>
    set({ screen: 'chat', conversationId, targetMessageId, draft: null, isDrawerOpen: false }),
  startNewChat: ({
    draft = null,
    assistantId = null,
  }: { draft?: string | null; assistantId?: string | null } = {}) =>
    set({
      screen: 'chat',
      conversationId: null,
      targetMessageId: null,
      draft,
      newChatAssistantId: assistantId,
      isDrawerOpen: false,
    }),
  adoptConversation: (conversationId) => set({ conversationId, newChatAssistantId: null }),
  takeDraft: () => {
    const { draft } = get();
    if (draft !== null) set({ draft: null });
    return draft;
  },
  takeProposal: () => {
    const { proposal } = get();
    if (proposal !== null) set({ proposal: null });
    return proposal;
  },
  clearTargetMessage: () => set({ targetMessageId: null }),
  setDrawerOpen: (isDrawerOpen) => set({ isDrawerOpen }),
  setSearchRequested: (isSearchRequested) => set({ isSearchRequested }),
}));
