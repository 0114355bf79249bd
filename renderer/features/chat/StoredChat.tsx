import { Skeleton, Stack } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { Message } from '../../../preload/contract/conversations';
import { api } from '../../api';
import { ErrorAlert } from '../../components/errors/ErrorAlert';
import { notifyError } from '../../components/errors/notifyError';
import { useConversation, useMessages } from '../conversations/queries';
import { useAssistants } from '../library/queries';
import { useCommand } from '../shortcuts/commands';
import { AnswerAnnouncer } from './AnswerAnnouncer';
import { ChatFrame } from './ChatFrame';
import classes from './ChatFrame.module.css';
import { useStoredChoices } from './choices/useChatChoices';
import { EmptyChat } from './empty/EmptyChat';
import { attemptTurn, stopAnswer } from './generation/runTurn';
import {
  useContextUse,
  useIsAnswering,
  useIsStopping,
  useRefusedTurn,
  useWarmError,
} from './generation/useGeneration';
import { closeSource } from '../sourceViewer/sourceViewerStore';
import { useOrphanedAnswer } from './generation/useOrphanedAnswer';
import { useWarmConversation } from './generation/useWarmConversation';
import { MessageList } from './messages/MessageList';
import { branchTo } from './messages/messageTree';
import { canAnswer } from './model/chatModel';
import { useChatModel } from './model/useChatModel';
import { RefusedTurnNotice } from './RefusedTurnNotice';
import { useMessageActionSet } from './useMessageActionSet';
import { useTargetBranch } from './useTargetBranch';

const noMessages: readonly Message[] = [];

/** A conversation that is stored, with its messages, live or not. */
export function StoredChat({ conversationId }: { conversationId: string }) {
  const client = useQueryClient();
  const {
    data: conversation,
    error: conversationError,
    refetch: refetchConversation,
  } = useConversation(conversationId);
  const { data: messages, error: messagesError, refetch: refetchMessages } = useMessages(conversationId);
  const { data: assistants } = useAssistants();
  const control = useStoredChoices(conversation);
  const model = useChatModel(conversation?.modelId ?? null, useWarmError(conversationId));
  const { actions, editingId, openIds, reload } = useMessageActionSet(conversationId);

  const leafId = conversation?.activeLeafId ?? null;
  const entries = useMemo(() => branchTo(messages ?? noMessages, leafId), [messages, leafId]);
  const last = entries.at(-1)?.message;
  const isReceiving = useIsAnswering(conversationId);
  const isOrphaned = !isReceiving && last?.status === 'streaming';
  const isAnswering = isReceiving || isOrphaned;
  const isStopping = useIsStopping(conversationId);
  const memoryStart = useContextUse(conversationId)?.memoryStartsAtMessageId ?? null;

  // The next chat has other sources.
  useEffect(() => closeSource, []);
  useWarmConversation(conversation, isAnswering);
  useOrphanedAnswer(conversationId, isOrphaned);
  useTargetBranch(conversationId, messages, entries);
  const isAnswerLast = last?.role === 'assistant' && !isAnswering;
  useCommand('regenerate', isAnswerLast ? () => actions.regenerate(last.id) : null);
  useCommand(
    'copy-last-answer',
    isAnswerLast
      ? () => void api.application.copyText({ text: last.text }).catch((error: unknown) => notifyError(error))
      : null,
  );

  const isRefused = useRefusedTurn(conversationId) !== undefined;
  const isFailureShown = model.state === 'failed' && last?.error?.code === model.error.code;

  const send = (text: string) =>
    attemptTurn({
      client,
      conversationId,
      turn: { type: 'send', parentId: last?.id ?? null, text },
    });
  const error = conversationError ?? messagesError;
  return (
    <ChatFrame
      conversation={conversation ?? null}
      control={control}
      model={model}
      isAnswering={isAnswering}
      isStopping={isStopping}
      onSend={send}
      onStop={() => stopAnswer(conversationId)}
      onFork={() => last !== undefined && actions.fork(last.id)}
      notice={<RefusedTurnNotice conversationId={conversationId} onReload={reload} />}
      isModelAlertHidden={isRefused || isFailureShown}
    >
      {error !== null && (
        <div className={classes.loading}>
          <ErrorAlert
            error={error}
            onRetry={() => {
              void refetchConversation();
              void refetchMessages();
            }}
          />
        </div>
      )}
      {error === null && (conversation === undefined || messages === undefined) && <LoadingMessages />}
      {error === null && messages !== undefined && conversation !== undefined && entries.length > 0 && (
        <MessageList
          entries={entries}
          actions={actions}
          isBusy={isAnswering}
          editingId={editingId}
          openIds={openIds}
          memoryStartsAtMessageId={memoryStart}
        />
      )}
      {error === null && messages?.length === 0 && conversation !== undefined && (
        <EmptyChat
          assistant={assistants?.find(({ id }) => id === conversation.assistantId)}
          model={model}
          isReady={canAnswer(model) && !isAnswering}
          onAsk={(question) => void send(question)}
        />
      )}
      <AnswerAnnouncer conversationId={conversationId} />
    </ChatFrame>
  );
}

function LoadingMessages() {
  return (
    <Stack className={classes.loading} gap="lg" aria-label="Opening the chat" role="status">
      <Skeleton height={44} width="45%" ml="auto" radius="lg" />
      <Skeleton height={110} />
      <Skeleton height={44} width="60%" ml="auto" radius="lg" />
      <Skeleton height={180} />
    </Stack>
  );
}
