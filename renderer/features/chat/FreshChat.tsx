import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isCancellation } from '../../../preload/contract/errors';
import { ErrorAlert } from '../../components/errors/ErrorAlert';
import { useAssistants } from '../library/queries';
import { ChatFrame } from './ChatFrame';
import { useFreshChoices } from './choices/useChatChoices';
import { EmptyChat } from './empty/EmptyChat';
import { canAnswer } from './model/chatModel';
import { useChatModel } from './model/useChatModel';
import { startConversation } from './startConversation';

/** A chat that does not exist yet. Its first message creates it and leads to it. */
export function FreshChat() {
  const client = useQueryClient();
  const control = useFreshChoices();
  const { choices } = control;
  const model = useChatModel(choices?.modelId ?? null);
  const { data: assistants } = useAssistants();
  const [error, setError] = useState<unknown>(null);
  const [isStarting, setIsStarting] = useState(false);

  const send = async (text: string): Promise<boolean> => {
    if (choices === undefined || isStarting) return false;
    setError(null);
    setIsStarting(true);
    try {
      return await startConversation(client, choices, text);
    } catch (failure) {
      if (!isCancellation(failure)) setError(failure);
      return false;
    } finally {
      setIsStarting(false);
    }
  };

  return (
    <ChatFrame
      conversation={null}
      control={control}
      model={model}
      isAnswering={false}
      isStopping={false}
      onSend={send}
      onStop={doNothing}
      onFork={doNothing}
      notice={error === null ? null : <ErrorAlert error={error} />}
      isModelAlertHidden={error !== null}
    >
      <EmptyChat
        assistant={assistants?.find(({ id }) => id === choices?.assistantId)}
        model={model}
        isReady={choices !== undefined && canAnswer(model) && !isStarting}
        onAsk={(question) => void send(question)}
      />
    </ChatFrame>
  );
}

function doNothing(): void {
  // There is nothing to stop or to fork before the first message.
}
