import { useCallback, useEffect, useMemo } from 'react';
import { create } from 'zustand';
import type { Conversation } from '../../../../preload/contract/conversations';
import { notifyError } from '../../../components/errors/notifyError';
import { useNavigation } from '../../../navigation';
import { useUpdateConversation } from '../../conversations/queries';
import { useAssistants } from '../../library/queries';
import { useSettings } from '../../settings/queries';
import { resolveFreshChoices, withFreshChanges, type ChatChoices, type FreshChoices } from './chatChoices';

export interface ChatChoicesControl {
  /** Undefined while what they come from is still being read. */
  choices: ChatChoices | undefined;
  change: (changes: Partial<ChatChoices>) => void;
}

const useFreshState = create<{ fresh: FreshChoices }>(() => ({ fresh: {} }));

/** Called when the fresh chat was created: the next one starts from the settings again. */
export function forgetFreshChoices(): void {
  useFreshState.setState({ fresh: {} });
}

/** Chooses for the next fresh chat from outside of it. */
export function setFreshChoices(changes: Partial<ChatChoices>): void {
  useFreshState.setState((state) => ({ fresh: withFreshChanges(state.fresh, changes) }));
}

/** The choices of the chat that is not created yet. They survive a look at another screen. */
export function useFreshChoices(): ChatChoicesControl {
  const fresh = useFreshState((state) => state.fresh);
  const wantedAssistantId = useNavigation((state) => state.newChatAssistantId);
  const { data: settings } = useSettings();
  const { data: assistants } = useAssistants();
  useEffect(() => {
    if (wantedAssistantId !== null) setFreshChoices({ assistantId: wantedAssistantId });
  }, [wantedAssistantId]);
  const choices = useMemo(
    () => settings && assistants && resolveFreshChoices(fresh, settings, assistants),
    [fresh, settings, assistants],
  );
  return { choices, change: setFreshChoices };
}

/** The choices of a stored conversation; a change is saved at once. */
export function useStoredChoices(conversation: Conversation | undefined): ChatChoicesControl {
  const { mutate } = useUpdateConversation();
  const id = conversation?.id;
  const change = useCallback(
    (changes: Partial<ChatChoices>) => {
      if (id !== undefined) mutate({ id, changes }, { onError: (error) => notifyError(error) });
    },
    [id, mutate],
  );
  return { choices: conversation, change };
}
