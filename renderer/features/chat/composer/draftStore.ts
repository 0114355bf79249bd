import { create } from 'zustand';

/** The key of a chat that is not created yet. */
const freshChatKey = '';

interface DraftState {
  drafts: Readonly<Record<string, string>>;
}

/** What is typed and not sent, by conversation. In memory only: an unsent thought is not written to disk. */
const useDraftState = create<DraftState>(() => ({ drafts: {} }));

/** `key`: a conversation's id, null for the fresh chat. */
export function useDraft(key: string | null): string {
  return useDraftState((state) => state.drafts[key ?? freshChatKey] ?? '');
}

export function getDraft(key: string | null): string {
  return useDraftState.getState().drafts[key ?? freshChatKey] ?? '';
}

export function setDraft(key: string | null, text: string): void {
  useDraftState.setState(({ drafts }) => {
    const { [key ?? freshChatKey]: _before, ...others } = drafts;
    return { drafts: text === '' ? others : { ...others, [key ?? freshChatKey]: text } };
  });
}

/** The draft of an edited question lives beside the composers' drafts, so that scrolling away loses nothing. */
export function editKey(messageId: string): string {
  return `edit:${messageId}`;
}
