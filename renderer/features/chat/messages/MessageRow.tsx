import { Divider, Text, VisuallyHidden } from '@mantine/core';
import { memo } from 'react';
import type { Message } from '../../../../preload/contract/conversations';
import { AnswerAdapters } from '../adapters/AnswerAdapters';
import { openCitation } from '../citations/useCitations';
import { WhyPanel } from '../grounding/WhyPanel';
import { answerSummary } from './answerWords';
import { AssistantMessage } from './AssistantMessage';
import { MessageEditor } from './MessageEditor';
import classes from './MessageRow.module.css';
import { MessageToolbar } from './MessageToolbar';
import { ProvenancePanel } from './ProvenancePanel';
import { UserMessage } from './UserMessage';

export interface MessageRowProps {
  message: Message;
  siblingIndex: number;
  siblingCount: number;
  previousSiblingId: string | null;
  nextSiblingId: string | null;
  isLast: boolean;
  isEditing: boolean;
  /** The details of an answer, or the whole of a long question. */
  isOpen: boolean;
  /** The model's memory begins with this message. */
  startsMemory: boolean;
  /** The message a search led to. */
  isTarget: boolean;
}

/** One message with everything that belongs to it. Draws again only when something of its own changes. */
export const MessageRow = memo(function MessageRow(props: MessageRowProps) {
  const { message, isEditing, isOpen, isLast, startsMemory, isTarget } = props;
  const isAnswer = message.role === 'assistant';
  return (
    <div
      className={classes.row}
      data-role={message.role}
      data-last={isLast || undefined}
      data-target={isTarget || undefined}
    >
      {startsMemory && (
        <Divider
          className={classes.memoryMark}
          label="Loam’s memory begins here — earlier messages no longer reach the model"
          labelPosition="center"
        />
      )}
      <VisuallyHidden component="h2">{isAnswer ? answerHeading(message) : 'You'}</VisuallyHidden>
      <div className={classes.content}>
        {isAnswer && <AssistantMessage message={message} isLast={isLast} />}
        {!isAnswer && isEditing && <MessageEditor message={message} />}
        {!isAnswer && !isEditing && <UserMessage message={message} isOpen={isOpen} />}
      </div>
      {message.status !== 'streaming' && !isEditing && <MessageFooter {...props} />}
      {isAnswer && isOpen && message.provenance !== null && (
        <div className={classes.detailsSlot}>
          {message.provenance.grounding !== null && (
            <WhyPanel grounding={message.provenance.grounding} onOpen={openCitation} />
          )}
          <ProvenancePanel message={message} provenance={message.provenance} />
        </div>
      )}
    </div>
  );
});

function answerHeading({ provenance }: Message): string {
  return provenance === null ? 'Answer' : `Answer of ${provenance.modelName}`;
}

function MessageFooter({ message, isOpen, ...siblings }: MessageRowProps) {
  return (
    <div className={classes.footer}>
      {message.provenance !== null && message.text !== '' && (
        <>
          <AnswerAdapters adapters={message.provenance.adapters} />
          <Text size="xs" className={classes.summary}>
            {answerSummary(message.provenance).join(' · ')}
          </Text>
        </>
      )}
      <MessageToolbar
        message={message}
        hasDetailsOpen={isOpen}
        siblingIndex={siblings.siblingIndex}
        siblingCount={siblings.siblingCount}
        previousSiblingId={siblings.previousSiblingId}
        nextSiblingId={siblings.nextSiblingId}
      />
    </div>
  );
}
