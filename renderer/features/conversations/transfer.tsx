import { notifications } from '@mantine/notifications';
import type { QueryClient } from '@tanstack/react-query';
import type { ImportReport } from '../../../preload/contract/conversations';
import { api } from '../../api';
import { notifyError } from '../../components/errors/notifyError';
import { refreshLibrary } from '../library/queries';
import { conversationKeys } from './queries';

/** Exports one conversation, or everything when `id` is null. The main process asks where to; cancelling is silent. */
export async function exportConversations(id: string | null, format: 'markdown' | 'json'): Promise<void> {
  try {
    const saved = await api.conversations.export({ id, format });
    if (saved === null) return;
    notifications.show({ title: id === null ? 'All chats exported' : 'Chat exported', message: saved.path });
  } catch (error) {
    notifyError(error, { retry: () => void exportConversations(id, format) });
  }
}

/** Imports a file that Loam exported. The main process asks for it; cancelling is silent. */
export async function importConversations(client: QueryClient): Promise<void> {
  try {
    const report = await api.conversations.import({});
    if (report === null) return;
    await Promise.all([client.invalidateQueries({ queryKey: conversationKeys.all }), refreshLibrary(client)]);
    notifications.show({ title: 'Import finished', message: importSummary(report) });
  } catch (error) {
    notifyError(error, { retry: () => void importConversations(client) });
  }
}

/** What an import did, in one sentence. */
export function importSummary(report: ImportReport): string {
  const added = `${nounList([
    `${count(report.conversations, 'chat')} with ${count(report.messages, 'message')}`,
    ...(report.assistants === 0 ? [] : [count(report.assistants, 'assistant')]),
    ...(report.promptTemplates === 0 ? [] : [count(report.promptTemplates, 'prompt template')]),
  ])} added`;
  return report.unchanged === 0
    ? `${added}.`
    : `${added}; ${count(report.unchanged, 'chat')} ${report.unchanged === 1 ? 'was' : 'were'} already here.`;
}

function nounList(nouns: readonly string[]): string {
  return new Intl.ListFormat('en').format(nouns);
}

function count(number: number, noun: string): string {
  return `${number.toLocaleString('en')} ${noun}${number === 1 ? '' : 's'}`;
}
