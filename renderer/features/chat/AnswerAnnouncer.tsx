import { VisuallyHidden } from '@mantine/core';
import { useState } from 'react';
import type { MessageStatus } from '../../../preload/contract/conversations';
import { useOutcome } from './generation/useGeneration';

const announcements = {
  complete: 'Answer finished',
  stopped: 'Answer stopped',
  interrupted: 'Answer interrupted',
  failed: 'Answer failed',
  streaming: '',
} as const satisfies Record<MessageStatus, string>;

/** Tells screen readers once how an answer ended, never its single words. */
export function AnswerAnnouncer({ conversationId }: { conversationId: string }) {
  const outcome = useOutcome(conversationId);
  const [countAtOpening] = useState(outcome?.count ?? 0);
  const isNew = outcome !== undefined && outcome.count > countAtOpening;
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {/* The key makes two equal ends two announcements. */}
      {isNew && <span key={outcome.count}>{announcements[outcome.status]}</span>}
    </VisuallyHidden>
  );
}
