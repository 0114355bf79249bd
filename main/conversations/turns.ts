import { randomUUID } from 'node:crypto';
import type { Conversation, Message } from '../../preload/contract/conversations';
import { LoamError } from '../../preload/contract/errors';
import type { Turn } from '../../preload/contract/generation';
import type { Orm } from '../storage/database';
import { type ConversationChanges, requireConversation, updateConversation } from './conversationRepository';
import {
  findMessage,
  hasMessages,
  hasReplies,
  insertMessage,
  isAnswering,
  listBranch,
  messageNotFound,
  type NewMessage,
  requireMessage,
  updateMessage,
} from './messageRepository';
import { titleFromQuestion } from './title';
import type { BegunTurn, FinishedTurn } from './turnStore';

// The steps of a turn on the tables. Each function runs inside one transaction of its caller.

/** See `TurnStore.beginTurn`. */
export function beginTurn(orm: Orm, begun: { conversationId: string; turn: Turn; now: number }): BegunTurn {
  const { conversationId, turn, now } = begun;
  const conversation = requireConversation(orm, conversationId);
  if (isAnswering(orm, conversationId)) {
    throw new LoamError(
      'conversation/busy',
      'This conversation is still receiving an answer. Wait for it or stop it, then try again.',
      { retryable: true },
    );
  }
  switch (turn.type) {
    case 'send':
      return send(orm, conversation, { parentId: turn.parentId, text: turn.text, now });
    case 'regenerate':
      return regenerate(orm, conversation, { messageId: turn.messageId, now });
    case 'continue':
      return continueAnswer(orm, conversation, { messageId: turn.messageId, now });
  }
}

function send(
  orm: Orm,
  conversation: Conversation,
  question: { parentId: string | null; text: string; now: number },
): BegunTurn {
  const { parentId, text, now } = question;
  if (parentId !== null && requireMessage(orm, conversation.id, parentId).role !== 'assistant') {
    throw new LoamError(
      'request/invalid',
      'A question can only follow an answer. Edit the question before it, or answer it first.',
    );
  }
  const isFirst = parentId === null && !hasMessages(orm, conversation.id);
  const userMessage = insertMessage(orm, {
    ...emptyAnswer(conversation.id, parentId, now),
    role: 'user',
    text,
    status: 'complete',
  });
  const assistantMessage = insertMessage(orm, emptyAnswer(conversation.id, userMessage.id, now));
  const title = isFirst && conversation.titleOrigin === 'automatic' ? { title: titleFromQuestion(text) } : {};
  return {
    conversation: useConversation(orm, conversation, assistantMessage, { updatedAt: now, ...title }),
    userMessage,
    assistantMessage,
    history: listBranch(orm, userMessage.id),
  };
}

function regenerate(
  orm: Orm,
  conversation: Conversation,
  { messageId, now }: { messageId: string; now: number },
): BegunTurn {
  const message = requireMessage(orm, conversation.id, messageId);
  // A fork can end in a question; it is answered like any other.
  const questionId = message.role === 'user' ? message.id : message.parentId;
  if (questionId === null) throw messageNotFound();
  const assistantMessage = insertMessage(orm, emptyAnswer(conversation.id, questionId, now));
  return {
    conversation: useConversation(orm, conversation, assistantMessage, { updatedAt: now }),
    userMessage: null,
    assistantMessage,
    history: listBranch(orm, questionId),
  };
}

const continuableStatuses: ReadonlySet<Message['status']> = new Set(['stopped', 'interrupted', 'failed']);

function continueAnswer(
  orm: Orm,
  conversation: Conversation,
  { messageId, now }: { messageId: string; now: number },
): BegunTurn {
  const message = requireMessage(orm, conversation.id, messageId);
  const { parentId } = message;
  if (message.role !== 'assistant' || parentId === null || !continuableStatuses.has(message.status)) {
    throw notContinuable(
      'This answer is complete, so there is nothing to continue. Ask for another answer instead.',
    );
  }
  if (hasReplies(orm, messageId)) {
    throw notContinuable('The conversation went on after this answer. Ask for another answer instead.');
  }
  const assistantMessage = updateMessage(orm, messageId, { status: 'streaming', error: null });
  return {
    conversation: useConversation(orm, conversation, assistantMessage, { updatedAt: now }),
    userMessage: null,
    assistantMessage,
    history: listBranch(orm, parentId),
  };
}

function notContinuable(message: string): LoamError {
  return new LoamError('message/not-continuable', message);
}

function emptyAnswer(conversationId: string, parentId: string | null, now: number): NewMessage {
  return {
    id: randomUUID(),
    conversationId,
    parentId,
    role: 'assistant',
    text: '',
    status: 'streaming',
    error: null,
    createdAt: now,
    provenance: null,
  };
}

function useConversation(
  orm: Orm,
  conversation: Conversation,
  leaf: Message,
  changes: ConversationChanges,
): Conversation {
  const used = { ...changes, activeLeafId: leaf.id };
  updateConversation(orm, conversation.id, used);
  return { ...conversation, ...used };
}

/** See `TurnStore.saveProgress`. */
export function saveProgress(orm: Orm, messageId: string, text: string): void {
  requireUnfinished(orm, messageId);
  updateMessage(orm, messageId, { text });
}

/** See `TurnStore.finishTurn`. */
export function finishTurn(
  orm: Orm,
  ended: { messageId: string; finished: FinishedTurn; now: number },
): Message {
  const { messageId, finished, now } = ended;
  requireUnfinished(orm, messageId);
  const message = updateMessage(orm, messageId, finished);
  updateConversation(orm, message.conversationId, { updatedAt: now });
  return message;
}

/**
 * The answer that is being written. One marked interrupted counts: another process of Loam that started meanwhile took
 * it for abandoned, but whoever writes it knows better.
 */
function requireUnfinished(orm: Orm, messageId: string): void {
  const message = findMessage(orm, messageId);
  if (message === undefined || message.role !== 'assistant') throw messageNotFound();
  if (message.status !== 'streaming' && message.status !== 'interrupted') throw messageNotFound();
}
