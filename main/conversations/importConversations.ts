import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { eq } from 'drizzle-orm';
import type { ImportReport } from '../../preload/contract/conversations';
import { chatFilesCollectionId, type KnowledgeScope } from '../../preload/contract/knowledge';
import type { Orm } from '../storage/database';
import { assistants, conversations } from '../storage/schema';
import { encodeConversation, withoutUnsentTexts } from './conversationExport';
import type { ConversationFile, FileConversation } from './conversationFile';
import { insertConversation, requireConversation } from './conversationRepository';
import { copyMessages } from './copyMessages';
import { importLibrary } from './importLibrary';
import { hasAnyMessage, insertMessages, listMessages, type NewMessage } from './messageRepository';

interface Planned {
  conversation: Omit<FileConversation, 'messages'>;
  messages: { sequence: number; message: NewMessage }[];
}

/**
 * Stores the conversations of a checked file. One that is here already with the same content is left alone; one whose
 * ids are taken by other content gets new ids. Runs inside one transaction of its caller, so a failure imports nothing.
 *
 * @param knownScope the part of a scope that is there on this machine
 */
export function importConversations(
  orm: Orm,
  file: ConversationFile,
  knownScope: (scope: KnowledgeScope) => KnowledgeScope,
): ImportReport {
  const scopeHere = (scope: KnowledgeScope): KnowledgeScope => knownScope(withoutChatFiles(scope));
  const planned: Planned[] = [];
  let unchanged = 0;
  const { newAssistantIds, ...library } = importLibrary(orm, file);
  for (const inFile of file.conversations) {
    const conversation = {
      ...withAssistantFrom(inFile, newAssistantIds),
      scope: scopeHere(inFile.scope),
    };
    if (isUnchanged(orm, conversation, { assistantId: inFile.assistantId, scopeHere })) unchanged += 1;
    else planned.push(plan(orm, conversation));
  }
  forgetUnknownAssistants(orm, planned);
  for (const { conversation } of planned) insertConversation(orm, conversation);
  // In the order of the whole file: messages of several conversations keep their order among one another.
  const inOrder = planned
    .flatMap((one) => one.messages)
    .sort((first, second) => first.sequence - second.sequence);
  insertMessages(
    orm,
    inOrder.map(({ message }) => message),
  );
  return { conversations: planned.length, messages: inOrder.length, unchanged, ...library };
}

/** The chat files have the same id on every machine: a chat from elsewhere would be answered from this user's own. */
function withoutChatFiles(scope: KnowledgeScope): KnowledgeScope {
  return { ...scope, collectionIds: scope.collectionIds.filter((id) => id !== chatFilesCollectionId) };
}

interface NamedInFile {
  /** The one that the file names, which is under another id here when it was changed here. */
  assistantId: string | null;
  scopeHere(scope: KnowledgeScope): KnowledgeScope;
}

function isUnchanged(
  orm: Orm,
  inFile: FileConversation,
  { assistantId: idOfAssistant, scopeHere }: NamedInFile,
): boolean {
  const row = orm
    .select({ deletedAt: conversations.deletedAt })
    .from(conversations)
    .where(eq(conversations.id, inFile.id))
    .get();
  if (row === undefined) return false;
  if (row.deletedAt !== null) {
    // Deleted, only not purged yet: the import brings it back instead of the undo.
    orm.delete(conversations).where(eq(conversations.id, inFile.id)).run();
    return false;
  }
  const stored = encodeConversation(requireConversation(orm, inFile.id), listMessages(orm, inFile.id));
  // An assistant deleted or changed since is no difference in content: the chat has its own prompt and sampling.
  const isSameAssistant = stored.assistantId === null || stored.assistantId === idOfAssistant;
  const assistantId = isSameAssistant ? stored.assistantId : inFile.assistantId;
  // The same goes for documents that were removed here since.
  const here = { ...stored, scope: scopeHere(stored.scope) };
  return isDeepStrictEqual(comparable(here), comparable({ ...inFile, assistantId }));
}

/**
 * Without the sequence numbers: they differ between databases, and the order is that of the list. Without what an export
 * leaves out, which an older one held.
 */
function comparable(conversation: FileConversation): unknown {
  return {
    ...conversation,
    messages: conversation.messages.map(({ sequence: _sequence, ...message }) => withoutUnsentTexts(message)),
  };
}

function plan(orm: Orm, inFile: FileConversation): Planned {
  const { messages: fileMessages, ...conversation } = inFile;
  const sequences = fileMessages.map((message) => message.sequence);
  const kept = fileMessages.map(({ sequence: _sequence, ...message }): NewMessage => ({
    ...message,
    conversationId: conversation.id,
  }));
  if (!areIdsTaken(orm, inFile)) return { conversation, messages: inSequence(kept, sequences) };
  const id = randomUUID();
  const copies = copyMessages(kept, id);
  const { activeLeafId } = conversation;
  return {
    conversation: {
      ...conversation,
      id,
      activeLeafId: activeLeafId === null ? null : (copies.newIds.get(activeLeafId) ?? null),
    },
    messages: inSequence(copies.messages, sequences),
  };
}

function inSequence(plannedMessages: NewMessage[], sequences: number[]): Planned['messages'] {
  return plannedMessages.map((message, index) => ({ sequence: sequences[index] ?? index, message }));
}

function areIdsTaken(orm: Orm, inFile: FileConversation): boolean {
  const sameConversation = orm
    .select({ id: conversations.id })
    .from(conversations)
    .where(eq(conversations.id, inFile.id))
    .get();
  if (sameConversation !== undefined) return true;
  return hasAnyMessage(
    orm,
    inFile.messages.map((message) => message.id),
  );
}

function withAssistantFrom(
  conversation: FileConversation,
  newIds: ReadonlyMap<string, string>,
): FileConversation {
  const { assistantId } = conversation;
  return assistantId === null
    ? conversation
    : { ...conversation, assistantId: newIds.get(assistantId) ?? assistantId };
}

/** A file from elsewhere may name assistants that it does not bring along. */
function forgetUnknownAssistants(orm: Orm, planned: readonly Planned[]): void {
  const knownIds = new Set(
    orm
      .select({ id: assistants.id })
      .from(assistants)
      .all()
      .map((row) => row.id),
  );
  for (const { conversation } of planned) {
    if (conversation.assistantId !== null && !knownIds.has(conversation.assistantId))
      conversation.assistantId = null;
  }
}
