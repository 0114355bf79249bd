import type { Assistant } from '../../preload/contract/assistants';
import type { Conversation, Message } from '../../preload/contract/conversations';
import type { PromptTemplate } from '../../preload/contract/promptTemplates';
import { LoamError } from '../../preload/contract/errors';
import {
  type ConversationFile,
  type FileConversation,
  fileFormat,
  fileVersion,
  largestFileBytes,
} from './conversationFile';

/** A conversation as it stands in a file. */
export function encodeConversation(
  conversation: Conversation,
  messages: readonly Message[],
): FileConversation {
  return {
    ...conversation,
    messages: messages.map(({ conversationId: _conversationId, ...message }) => ({
      ...withoutUnsentTexts(message),
      status: message.status === 'streaming' ? 'interrupted' : message.status,
    })),
  };
}

/**
 * Without the texts of passages that were found but not sent to the model: nothing of the answer is drawn from them, and
 * whoever is given the file would read documents that the chat does not show.
 */
export function withoutUnsentTexts<Each extends Pick<Message, 'provenance'>>(message: Each): Each {
  const { provenance } = message;
  if (!provenance?.grounding) return message;
  const candidates = provenance.grounding.candidates.map((candidate) =>
    candidate.outcome === 'sent' || candidate.outcome === 'joined' ? candidate : { ...candidate, text: '' },
  );
  return {
    ...message,
    provenance: { ...provenance, grounding: { ...provenance.grounding, candidates } },
  };
}

/**
 * The text of a JSON export. `decodeConversationFile` reads back all of it.
 *
 * @throws LoamError export/failed for more than one text can hold; see `refuseTooLarge` for the lower limit of a file
 */
export function encodeConversationFile(content: {
  conversations: FileConversation[];
  assistants: Assistant[];
  promptTemplates: PromptTemplate[];
  exportedAt: number;
}): string {
  const file: ConversationFile = {
    format: fileFormat,
    version: fileVersion,
    exportedAt: new Date(content.exportedAt).toISOString(),
    assistants: content.assistants,
    promptTemplates: content.promptTemplates,
    conversations: content.conversations,
  };
  try {
    return `${JSON.stringify(file, null, 2)}\n`;
  } catch (error) {
    // The engine's own limit for one text: passed before there is anything to measure.
    if (error instanceof RangeError) throw tooLarge(error);
    throw error;
  }
}

const statusNotes: Record<Message['status'], string | null> = {
  complete: null,
  streaming: 'unfinished',
  stopped: 'stopped',
  interrupted: 'interrupted',
  failed: 'failed',
};

/** One conversation as Markdown for people: the branch on screen, oldest first. */
export function conversationToMarkdown(conversation: Conversation, branch: readonly Message[]): string {
  const parts = [`# ${conversation.title.replaceAll(/\s+/g, ' ')}`];
  parts.push(`*Started ${new Date(conversation.createdAt).toISOString()}*`);
  if (conversation.systemPrompt !== '') {
    parts.push(`> **System prompt**\n>\n${quote(conversation.systemPrompt)}`);
  }
  for (const message of branch) parts.push(...messageToMarkdown(message));
  return `${parts.join('\n\n')}\n`;
}

function messageToMarkdown(message: Message): string[] {
  if (message.role === 'user') return ['## You', message.text];
  const notes = [message.provenance?.modelName, statusNotes[message.status]].filter(
    (note): note is string => typeof note === 'string',
  );
  return ['## Assistant', ...(notes.length > 0 ? [`*${notes.join(' · ')}*`] : []), message.text];
}

function quote(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n');
}

const longestFileName = 60;

/** A title as a file name that every system takes. */
export function exportFileName(title: string, extension: 'md' | 'json'): string {
  const name = title
    .replaceAll(/[^\p{L}\p{N}\p{M} ._-]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .slice(0, longestFileName)
    .replaceAll(/^[. ]+|[. ]+$/g, '');
  // Windows keeps these names for devices, whatever their extension.
  const isUsable = name !== '' && !/^(?:con|prn|aux|nul|com\d|lpt\d)$/i.test(name);
  return `${isUsable ? name : 'Loam conversation'}.${extension}`;
}

/**
 * Refuses an export that could not be imported again.
 *
 * @throws LoamError export/failed
 */
export function refuseTooLarge(content: string, limitBytes = largestFileBytes): void {
  if (Buffer.byteLength(content) <= limitBytes) return;
  throw tooLarge();
}

function tooLarge(cause?: RangeError): LoamError {
  return new LoamError(
    'export/failed',
    'This export would be larger than Loam can import again. Export the chats one by one, from the menu of each.',
    cause === undefined ? {} : { cause },
  );
}
