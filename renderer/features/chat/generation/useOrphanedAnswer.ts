import { useQuery } from '@tanstack/react-query';
import { messagesOptions } from '../../conversations/queries';

const refreshMs = 1500;

/**
 * Follows an answer that the main process is writing and whose parts go to nobody, because the page was loaded anew in
 * the middle of it: what is on disk is read again until it is finished.
 */
export function useOrphanedAnswer(conversationId: string, isOrphaned: boolean): void {
  useQuery({ ...messagesOptions(conversationId), enabled: isOrphaned, refetchInterval: refreshMs });
}
