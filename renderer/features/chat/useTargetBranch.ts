import { useEffect } from 'react';
import type { Message } from '../../../preload/contract/conversations';
import { notifyError } from '../../components/errors/notifyError';
import { useNavigation } from '../../navigation';
import { useSelectBranch } from '../conversations/queries';
import type { BranchEntry } from './messages/messageTree';

/** Switches to the branch of the message a search led to, when another one is on screen. The list then scrolls to it. */
export function useTargetBranch(
  conversationId: string,
  messages: readonly Message[] | undefined,
  entries: readonly BranchEntry[],
): void {
  const targetId = useNavigation((state) => state.targetMessageId);
  const clearTargetMessage = useNavigation((state) => state.clearTargetMessage);
  const { mutate: selectBranch } = useSelectBranch();
  useEffect(() => {
    if (targetId === null || messages === undefined) return;
    if (entries.some(({ message }) => message.id === targetId)) return;
    if (!messages.some(({ id }) => id === targetId)) {
      clearTargetMessage();
      return;
    }
    selectBranch({ conversationId, messageId: targetId }, { onError: (error) => notifyError(error) });
  }, [targetId, messages, entries, conversationId, selectBranch, clearTargetMessage]);
}
