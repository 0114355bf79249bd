import { Text } from '@mantine/core';
import type { Message } from '../../../../preload/contract/conversations';
import { AnswerProgress } from './AnswerProgress';
import { AnswerStatus } from './AnswerStatus';
import { StreamingMarkdown } from '../markdown/StreamingMarkdown';
import { useMessageActions } from './messageActions';
import { useLiveAnswer } from '../generation/useGeneration';

interface AssistantMessageProps {
  message: Message;
  isLast: boolean;
}

/** An answer: its words and what became of it. */
export function AssistantMessage({ message, isLast }: AssistantMessageProps) {
  const { openLink } = useMessageActions();
  if (message.status === 'streaming') return <WritingMessage message={message} />;
  return (
    <>
      {message.text !== '' && (
        <StreamingMarkdown text={message.text} isStreaming={false} onOpenLink={openLink} />
      )}
      {message.text === '' && message.status === 'complete' && (
        <Text size="sm" c="dimmed" fs="italic">
          The model ended without a word.
        </Text>
      )}
      <AnswerStatus message={message} isLast={isLast} />
    </>
  );
}

/** An answer that is being written. The only part of the list that draws once a frame. */
function WritingMessage({ message }: { message: Message }) {
  const { openLink } = useMessageActions();
  const answer = useLiveAnswer(message.conversationId);
  const live = answer?.messageId === message.id ? answer : undefined;
  const text = live?.text ?? message.text;
  return (
    <>
      {text !== '' && <StreamingMarkdown text={text} isStreaming onOpenLink={openLink} />}
      <AnswerProgress conversationId={message.conversationId} live={live} />
    </>
  );
}
