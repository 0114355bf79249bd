import type { Conversation, Message, MessageStatus, Provenance } from '../../preload/contract/conversations';
import type { SerializedError } from '../../preload/contract/errors';
import type { Turn } from '../../preload/contract/generation';

/** A turn that is committed to disk: the question (when it was new), the empty or continued answer, and what came before. */
export interface BegunTurn {
  conversation: Conversation;
  userMessage: Message | null;
  /** Status `streaming`. Its text is empty, or what was said so far when a turn is continued. */
  assistantMessage: Message;
  /** The branch up to and with the question, oldest first, without the answer. */
  history: Message[];
}

export interface FinishedTurn {
  text: string;
  status: Exclude<MessageStatus, 'streaming'>;
  error: SerializedError | null;
  provenance: Provenance | null;
}

/** The part of conversations that generation needs. */
export interface TurnStore {
  get(conversationId: string): Conversation;
  /** The branch on screen, oldest first. */
  activeBranch(conversationId: string): Message[];
  /**
   * Commits question and answer rows in one transaction and makes the answer the active leaf.
   *
   * @throws LoamError conversation/not-found, conversation/busy while another answer is being written,
   * message/not-found, message/not-continuable, request/invalid for a question under a question
   */
  beginTurn(conversationId: string, turn: Turn): BegunTurn;
  /**
   * Keeps what was said so far, so that a crash loses at most the last moments.
   *
   * @throws LoamError message/not-found when the answer is gone or finished already
   */
  saveProgress(messageId: string, text: string): void;
  /** @throws LoamError message/not-found when the answer is gone or finished already */
  finishTurn(messageId: string, finished: FinishedTurn): Message;
}
