import { Button, Group, Text, Textarea } from '@mantine/core';
import { useContext, useEffect, useRef, useState, type KeyboardEvent } from 'react';
import type { Message } from '../../../../preload/contract/conversations';
import { useSettings } from '../../settings/queries';
import { isSendKey, sendKeyHint } from '../composer/composerKeys';
import { editKey, setDraft, useDraft } from '../composer/draftStore';
import { busyReason, IsBusyContext, useMessageActions } from './messageActions';
import classes from './MessageRow.module.css';

/** Edits a question in its place. Sending it makes a new version beside the old one, which stays. */
export function MessageEditor({ message }: { message: Message }) {
  const isBusy = useContext(IsBusyContext);
  const { resend, stopEditing } = useMessageActions();
  const { data: settings } = useSettings();
  const [isSending, setIsSending] = useState(false);
  const key = editKey(message.id);
  const draft = useDraft(key);
  const field = useRef<HTMLTextAreaElement>(null);
  const sendWithEnter = settings?.sendWithEnter ?? true;

  useEffect(() => {
    const length = field.current?.value.length ?? 0;
    field.current?.focus({ preventScroll: true });
    field.current?.setSelectionRange(length, length);
  }, []);

  const close = () => {
    stopEditing();
    setDraft(key, '');
  };
  const send = async () => {
    if (draft.trim() === '' || isBusy || isSending) return;
    setIsSending(true);
    const isAccepted = await resend(message, draft);
    setIsSending(false);
    if (isAccepted) close();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      close();
    } else if (isSendKey({ ...keyOf(event), isComposing: event.nativeEvent.isComposing }, sendWithEnter)) {
      event.preventDefault();
      void send();
    }
  };

  return (
    <div className={classes.editor}>
      <Textarea
        ref={field}
        aria-label="Edit your question"
        classNames={{ input: classes.editorInput }}
        value={draft}
        onChange={(event) => setDraft(key, event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Group justify="space-between" gap="xs" mt="xs">
        <Text size="xs" c="dimmed">
          {isBusy ? busyReason : `${sendKeyHint(sendWithEnter)}, Esc cancels. The first version is kept.`}
        </Text>
        <Group gap="xs">
          <Button size="compact-sm" variant="default" onClick={close}>
            Cancel
          </Button>
          <Button
            size="compact-sm"
            loading={isSending}
            disabled={isBusy || draft.trim() === ''}
            onClick={() => void send()}
          >
            Send
          </Button>
        </Group>
      </Group>
    </div>
  );
}

function keyOf({ key, shiftKey, ctrlKey, metaKey, altKey }: KeyboardEvent) {
  return { key, shiftKey, ctrlKey, metaKey, altKey };
}
