import { Text, Textarea } from '@mantine/core';
import { useEffect, useState, type ClipboardEvent, type KeyboardEvent, type ReactNode } from 'react';
import type { PromptTemplate } from '../../../../preload/contract/promptTemplates';
import { useSettings } from '../../settings/queries';
import { useCommand } from '../../shortcuts/commands';
import classes from './Composer.module.css';
import { isSendKey, sendKeyHint } from './composerKeys';
import { getDraft } from './draftStore';
import { lengthNotice } from './messageLimits';
import { SendButton } from './SendButton';
import { TemplateForm } from './TemplateForm';
import { TemplatePicker } from './TemplatePicker';
import { variablesOf } from './templateVariables';
import { useComposerDraft } from './useComposerDraft';

export interface ComposerProps {
  /** Null: the fresh chat. */
  conversationId: string | null;
  isAnswering: boolean;
  isStopping: boolean;
  /** Why this chat cannot be asked anything now; null when it can. */
  blockedReason: string | null;
  /** Tokens of the model's window; null while unknown. */
  contextSize: number | null;
  /** Resolves to whether the message was accepted; it stays in the field otherwise. */
  onSend: (text: string) => Promise<boolean>;
  onStop: () => void;
  /** The model of this chat, beside the template button. */
  model: ReactNode;
  /** The adapters of this chat, beside the model. */
  adapters: ReactNode;
  /** The documents of this chat, beside the adapters. */
  documents: ReactNode;
  /** Attaches files, before everything else. */
  attach: ReactNode;
  /** What is attached, above the message field. */
  attachments: ReactNode;
  /** Told of every paste; one that it prevents brings no text. */
  onPaste: (event: ClipboardEvent) => void;
  /** The context meter, beside the send button. */
  meter: ReactNode;
}

/** Where a question is written. */
export function Composer(props: ComposerProps) {
  const { conversationId, isAnswering, isStopping, blockedReason, contextSize, onSend, onStop } = props;
  const draft = useComposerDraft(conversationId);
  const { data: settings } = useSettings();
  const [isSending, setIsSending] = useState(false);
  const [isPicking, setIsPicking] = useState(false);
  const [template, setTemplate] = useState<PromptTemplate | null>(null);
  const sendWithEnter = settings?.sendWithEnter ?? true;
  const notice = lengthNotice(draft.text, contextSize);
  const reason = blockedReason ?? (notice?.isBlocking === true ? notice.text : null);
  const { field } = draft;

  useEffect(() => field.current?.focus({ preventScroll: true }), [field]);
  useCommand('focus-composer', draft.focus);
  useCommand('stop-answer', isAnswering ? onStop : null);

  const send = async () => {
    const text = draft.text;
    if (text.trim() === '' || reason !== null || isAnswering || isSending) return;
    setIsSending(true);
    const isAccepted = await onSend(text);
    setIsSending(false);
    // What was typed on while the question travelled stays.
    if (isAccepted && getDraft(conversationId) === text) draft.change('');
    draft.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const { key, shiftKey, ctrlKey, metaKey, altKey, nativeEvent } = event;
    const { isComposing } = nativeEvent;
    if (!isSendKey({ key, shiftKey, ctrlKey, metaKey, altKey, isComposing }, sendWithEnter)) return;
    event.preventDefault();
    void send();
  };
  const onPick = (picked: PromptTemplate) => {
    if (variablesOf(picked.text).length === 0) draft.insert(picked.text);
    else setTemplate(picked);
  };

  return (
    <div className={classes.composer}>
      <div className={classes.box}>
        {props.attachments}
        <Textarea
          ref={field}
          variant="unstyled"
          aria-label="Message"
          placeholder="Ask anything"
          classNames={{ input: classes.input }}
          value={draft.text}
          onChange={(event) => {
            const { value } = event.currentTarget;
            if (value === '/' && draft.text === '') setIsPicking(true);
            draft.change(value);
          }}
          onKeyDown={onKeyDown}
          onPaste={props.onPaste}
        />
        <div className={classes.bar}>
          <div className={classes.start}>
            {props.attach}
            <TemplatePicker
              isOpen={isPicking}
              onOpenChange={(isOpen) => {
                setIsPicking(isOpen);
                if (!isOpen) draft.focus();
              }}
              onPick={onPick}
            />
            {props.model}
            {props.adapters}
            {props.documents}
          </div>
          <div className={classes.end}>
            {props.meter}
            <SendButton
              isAnswering={isAnswering}
              isStopping={isStopping}
              isSending={isSending}
              reason={reason ?? (draft.text.trim() === '' ? 'Write something first' : null)}
              hint={sendKeyHint(sendWithEnter)}
              onSend={() => void send()}
              onStop={onStop}
            />
          </div>
        </div>
      </div>
      <ComposerHint
        isAnswering={isAnswering}
        reason={blockedReason}
        notice={notice?.text ?? null}
        sendWithEnter={sendWithEnter}
      />
      {template !== null && (
        <TemplateForm
          template={template}
          onInsert={(text) => {
            setTemplate(null);
            draft.insert(text);
          }}
          onClose={() => {
            setTemplate(null);
            draft.focus();
          }}
        />
      )}
    </div>
  );
}

interface ComposerHintProps {
  isAnswering: boolean;
  reason: string | null;
  notice: string | null;
  sendWithEnter: boolean;
}

/** The line under the composer: why nothing can be sent, what is wrong with the text, or how to send it. */
function ComposerHint({ isAnswering, reason, notice, sendWithEnter }: ComposerHintProps) {
  if (notice !== null) {
    return (
      <Text className={classes.hint} size="xs" c="red" role="status">
        {notice}
      </Text>
    );
  }
  const text = isAnswering
    ? 'Your next message can be sent when this answer is finished. Esc stops it.'
    : (reason ?? sendKeyHint(sendWithEnter));
  return (
    <Text className={classes.hint} size="xs">
      {text}
    </Text>
  );
}
