import { Toolbar } from '@mantine/core';
import { IconColumns2, IconGitFork, IconInfoCircle, IconPencil, IconRefresh } from '@tabler/icons-react';
import { useContext } from 'react';
import type { Message } from '../../../../preload/contract/conversations';
import { CopyAction } from './CopyAction';
import { busyReason, IsBusyContext, useMessageActions } from './messageActions';
import classes from './MessageToolbar.module.css';
import { SiblingSwitch, type SiblingSwitchProps } from './SiblingSwitch';
import { ToolbarAction } from './ToolbarAction';

export interface MessageToolbarProps extends Omit<SiblingSwitchProps, 'isBusy'> {
  message: Message;
  hasDetailsOpen: boolean;
}

const iconSize = 16;

/** What can be done with one message. Shown on hover and focus; the version switch always. */
export function MessageToolbar({ message, hasDetailsOpen, ...siblings }: MessageToolbarProps) {
  const isBusy = useContext(IsBusyContext);
  const { startEditing, regenerate, fork, compare, toggleOpen } = useMessageActions();
  const waiting = isBusy ? busyReason : null;
  const isAnswer = message.role === 'assistant';
  return (
    <Toolbar
      className={classes.toolbar}
      aria-label={isAnswer ? 'Answer actions' : 'Question actions'}
      withBorder={false}
      data-message-toolbar
    >
      {siblings.siblingCount > 1 && <SiblingSwitch {...siblings} isBusy={isBusy} />}
      <div className={classes.actions}>
        <CopyAction text={message.text} />
        {isAnswer ? (
          <ToolbarAction
            label="Regenerate"
            icon={<IconRefresh size={iconSize} aria-hidden />}
            disabledReason={waiting}
            onClick={() => regenerate(message.id)}
          />
        ) : (
          <ToolbarAction
            label="Edit and resend"
            icon={<IconPencil size={iconSize} aria-hidden />}
            disabledReason={waiting}
            onClick={() => startEditing(message)}
          />
        )}
        <ToolbarAction
          label="Fork into a new chat"
          icon={<IconGitFork size={iconSize} aria-hidden />}
          disabledReason={waiting}
          onClick={() => fork(message.id)}
        />
        {isAnswer && (
          <ToolbarAction
            label="Compare…"
            icon={<IconColumns2 size={iconSize} aria-hidden />}
            onClick={() => compare(message)}
          />
        )}
        {isAnswer && message.provenance !== null && (
          <ToolbarAction
            label="Details"
            icon={<IconInfoCircle size={iconSize} aria-hidden />}
            isExpanded={hasDetailsOpen}
            onClick={() => toggleOpen(message.id)}
          />
        )}
      </div>
    </Toolbar>
  );
}
