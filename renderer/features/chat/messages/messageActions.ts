import { createContext, useContext } from 'react';
import type { Message } from '../../../../preload/contract/conversations';
import type { FailureAction } from '../failures/failureAdvice';

/** What the rows of a conversation can ask for. One object for the life of the list, so that no row re-renders for it. */
export interface MessageActions {
  startEditing: (message: Message) => void;
  stopEditing: () => void;
  /** Sends the text as a new version of this question. Resolves to whether it was accepted. */
  resend: (message: Message, text: string) => Promise<boolean>;
  regenerate: (messageId: string) => void;
  continueAnswer: (messageId: string) => void;
  showSibling: (messageId: string) => void;
  fork: (messageId: string) => void;
  /** Proposes to compare who answered the question of this answer. */
  compare: (answer: Message) => void;
  /** Opens or closes the details of an answer, or the whole of a long question. */
  toggleOpen: (messageId: string) => void;
  openLink: (url: string) => void;
  /** A next step after a failed answer. */
  act: (action: FailureAction, message: Message) => void;
}

export const MessageActionsContext = createContext<MessageActions | null>(null);

/** @throws Error outside of a message list */
export function useMessageActions(): MessageActions {
  const actions = useContext(MessageActionsContext);
  if (actions === null) throw new Error('Message actions are only there inside a message list.');
  return actions;
}

/** Whether an answer is being written in this conversation, which is why no other can be asked for. */
export const IsBusyContext = createContext(false);

/** Why asking for another answer has to wait. */
export const busyReason =
  'Loam is still writing an answer in this chat. Stop it, or wait until it is finished.';
