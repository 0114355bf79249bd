import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowUp, IconPlayerStopFilled } from '@tabler/icons-react';

interface SendButtonProps {
  isAnswering: boolean;
  isStopping: boolean;
  isSending: boolean;
  /** Why nothing can be sent now; null when it can. */
  reason: string | null;
  hint: string;
  onSend: () => void;
  onStop: () => void;
}

/** Sends, and while an answer is written, stops it. */
export function SendButton(props: SendButtonProps) {
  const { isAnswering, isStopping, isSending, reason, hint, onSend, onStop } = props;
  if (isAnswering) {
    return (
      <Tooltip label={isStopping ? 'Stopping…' : 'Stop (Esc)'}>
        <ActionIcon
          size={34}
          radius="xl"
          variant="light"
          color="red"
          aria-label="Stop the answer"
          loading={isStopping}
          onClick={onStop}
        >
          <IconPlayerStopFilled size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    );
  }
  const isDisabled = reason !== null;
  return (
    <Tooltip label={reason ?? hint} multiline maw={260}>
      <ActionIcon
        size={34}
        radius="xl"
        variant="filled"
        color="clay"
        aria-label={isSending ? 'Sending' : 'Send'}
        aria-disabled={isDisabled || undefined}
        data-disabled={isDisabled}
        loading={isSending}
        onClick={() => {
          if (!isDisabled) onSend();
        }}
      >
        <IconArrowUp size={18} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
}
