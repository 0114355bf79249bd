import { useEffect, useRef, type RefObject } from 'react';
import { useNavigation } from '../../../navigation';
import { getDraft, setDraft, useDraft } from './draftStore';

export interface ComposerDraft {
  text: string;
  change: (text: string) => void;
  /** Puts a text where the caret is; a lone "/" that opened the template list gives way to it. */
  insert: (text: string) => void;
  field: RefObject<HTMLTextAreaElement | null>;
  focus: () => void;
}

/** The unsent text of a chat, and the field it is typed into. */
export function useComposerDraft(conversationId: string | null): ComposerDraft {
  const text = useDraft(conversationId);
  const field = useRef<HTMLTextAreaElement>(null);
  const offered = useNavigation((state) => state.draft);
  const focus = () => field.current?.focus();

  useEffect(() => {
    if (offered === null) return;
    const taken = useNavigation.getState().takeDraft();
    if (taken !== null) setDraft(conversationId, taken);
    field.current?.focus();
  }, [offered, conversationId]);

  const insert = (inserted: string) => {
    const current = getDraft(conversationId);
    const start = field.current?.selectionStart ?? current.length;
    const end = field.current?.selectionEnd ?? current.length;
    const isPlaceholder = current === '' || current === '/';
    const next = isPlaceholder ? inserted : current.slice(0, start) + inserted + current.slice(end);
    const caret = isPlaceholder ? inserted.length : start + inserted.length;
    setDraft(conversationId, next);
    // After React has put the new text into the field.
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(caret, caret);
    });
  };
  return { text, change: (next) => setDraft(conversationId, next), insert, field, focus };
}
