import { Text } from '@mantine/core';
import type { Message } from '../../../../preload/contract/conversations';
import { AnswerSourcesRow } from '../citations/AnswerSourcesRow';
import { CitationsContext } from '../citations/CitationsContext';
import { openCitation, useCitations } from '../citations/useCitations';
import { useLiveAnswer } from '../generation/useGeneration';
import { StreamingMarkdown } from '../markdown/StreamingMarkdown';
import { AnswerProgress } from './AnswerProgress';
import { AnswerStatus } from './AnswerStatus';
import { useMessageActions } from './messageActions';

interface AssistantMessageProps {
  message: Message;
  isLast: boolean;
}

/**
 * An answer: its words and what became of it. While it is written it draws once a frame; the words stay the same
 * element when it is finished, so that nothing is drawn anew at the end.
 */
export function AssistantMessage({ message, isLast }: AssistantMessageProps) {
  const { openLink } = useMessageActions();
  const live = useLiveAnswer(message.conversationId, message.id);
  const isStreaming = message.status === 'streaming';
  const text = isStreaming ? (live?.text ?? message.text) : message.text;
  const grounding = message.provenance?.grounding ?? null;
  const citations = useCitations(grounding, isStreaming && live?.readsDocuments === true);
  return (
    <>
      {text !== '' && (
        <CitationsContext value={citations}>
          <StreamingMarkdown text={text} isStreaming={isStreaming} onOpenLink={openLink} />
        </CitationsContext>
      )}
      {text === '' && message.status === 'complete' && (
        <Text size="sm" c="dimmed" fs="italic">
          The model ended without a word.
        </Text>
      )}
      {!isStreaming && grounding !== null && (
        <AnswerSourcesRow text={text} grounding={grounding} onOpen={openCitation} />
      )}
      {isStreaming ? (
        <AnswerProgress conversationId={message.conversationId} live={live} />
      ) : (
        <AnswerStatus message={message} isLast={isLast} />
      )}
    </>
  );
}
