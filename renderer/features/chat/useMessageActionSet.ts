import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Conversation, Message } from '../../../preload/contract/conversations';
import { api } from '../../api';
import { notifyError } from '../../components/errors/notifyError';
import { useNavigation } from '../../navigation';
import { conversationKeys, useForkConversation, useSelectBranch } from '../conversations/queries';
import { editKey, setDraft } from './composer/draftStore';
import { proposalFor } from './adapters/proposalFor';
import { runFailureAction } from './failures/runFailureAction';
import { attemptTurn } from './generation/runTurn';
import type { MessageActions } from './messages/messageActions';

export interface MessageActionSet {
  actions: MessageActions;
  editingId: string | null;
  openIds: ReadonlySet<string>;
  reload: () => void;
}

/** Everything the messages of one conversation can ask for. */
export function useMessageActionSet(conversationId: string): MessageActionSet {
  const client = useQueryClient();
  const { mutate: selectBranch } = useSelectBranch();
  const { mutate: fork } = useForkConversation();
  const [editingId, setEditingId] = useState<string | null>(null);
  const [openIds, setOpenIds] = useState<ReadonlySet<string>>(new Set());

  const stable = useMemo(() => {
    const onError = (error: unknown) => notifyError(error);
    const reload = () => {
      void client.invalidateQueries({ queryKey: conversationKeys.messages(conversationId) });
      void client.invalidateQueries({ queryKey: conversationKeys.detail(conversationId) });
    };
    const startEditing = (message: Message) => {
      setDraft(editKey(message.id), message.text);
      setEditingId(message.id);
    };
    const regenerate = (messageId: string) =>
      void attemptTurn({ client, conversationId, turn: { type: 'regenerate', messageId } });
    const questionOf = ({ parentId }: Message) =>
      client
        .getQueryData<Message[]>(conversationKeys.messages(conversationId))
        ?.find(({ id }) => id === parentId);
    const editQuestionOf = (answer: Message) => {
      const question = questionOf(answer);
      if (question !== undefined) startEditing(question);
    };
    const actions: MessageActions = {
      startEditing,
      stopEditing: () => setEditingId(null),
      resend: ({ parentId }, text) =>
        attemptTurn({ client, conversationId, turn: { type: 'send', parentId, text } }),
      regenerate,
      continueAnswer: (messageId) =>
        void attemptTurn({ client, conversationId, turn: { type: 'continue', messageId } }),
      showSibling: (messageId) => selectBranch({ conversationId, messageId }, { onError }),
      fork: (messageId) =>
        fork(
          { conversationId, messageId },
          { onError, onSuccess: ({ id }) => useNavigation.getState().showConversation(id) },
        ),
      compare: (answer) => {
        const question = questionOf(answer);
        const chat = client.getQueryData<Conversation>(conversationKeys.detail(conversationId));
        if (question === undefined || chat === undefined) return;
        useNavigation.getState().showCompare(proposalFor(question.text, chat, answer));
      },
      toggleOpen: (messageId) => setOpenIds((known) => toggled(known, messageId)),
      openLink: (url) => void api.application.openLink({ url }).catch(onError),
      act: (action, message) =>
        runFailureAction(action, {
          'try-again': () => regenerate(message.id),
          'edit-question': () => editQuestionOf(message),
          'reload-conversation': reload,
        }),
    };
    return { actions, reload };
  }, [client, conversationId, fork, selectBranch]);

  return { ...stable, editingId, openIds };
}

function toggled(set: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(id)) next.add(id);
  return next;
}
