import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DroppedFile } from '../../../components/DropArea';
import type { ChatChoices } from '../choices/chatChoices';
import { attachFiles, chooseAttachments, type AttachTarget } from './attachFiles';

export interface Attaching {
  isAttaching: boolean;
  attach: (files: readonly DroppedFile[]) => void;
  /** Asks for files first. */
  choose: () => void;
}

/** Gives files to a chat, one attempt at a time: two would create a fresh chat twice. */
export function useAttaching(conversationId: string | null, choices: ChatChoices | undefined): Attaching {
  const client = useQueryClient();
  const [isAttaching, setAttaching] = useState(false);
  const run = async (work: (target: AttachTarget) => Promise<void>) => {
    const target = targetOf(client, conversationId, choices);
    if (target === null || isAttaching) return;
    setAttaching(true);
    try {
      await work(target);
    } finally {
      setAttaching(false);
    }
  };
  return {
    isAttaching,
    attach: (files) => void run((target) => attachFiles(target, files)),
    choose: () => void run(chooseAttachments),
  };
}

/** Null while it is not known what a fresh chat would be created with. */
function targetOf(
  client: QueryClient,
  conversationId: string | null,
  choices: ChatChoices | undefined,
): AttachTarget | null {
  if (conversationId !== null) return { client, conversationId };
  return choices === undefined ? null : { client, conversationId, choices };
}
