import type { z } from 'zod';
import { LoamError } from '../../preload/contract/errors';
import { storableText } from '../storage/textColumn';
import {
  type ConversationFile,
  conversationFileSchema,
  type FileConversation,
  fileHeaderSchema,
  fileVersion,
} from './conversationFile';

/**
 * Reads the text of a JSON export and checks all of it, the trees included, before anything is stored.
 *
 * @throws LoamError import/unreadable with the place that does not fit, import/unsupported-version
 */
export function decodeConversationFile(text: string): ConversationFile {
  const json = parseJson(text);
  const header = fileHeaderSchema.safeParse(json);
  if (!header.success) throw unreadable('It is not an export of Loam.');
  if (header.data.version > fileVersion) {
    throw new LoamError(
      'import/unsupported-version',
      `This file was exported by a later version of Loam (format ${header.data.version}, this one reads ${fileVersion}). Nothing was imported. Update Loam and try again.`,
    );
  }
  const file = conversationFileSchema.safeParse(json);
  if (!file.success) throw unreadable(describeIssue(file.error));
  const problem = findProblem(file.data);
  if (problem !== null) throw unreadable(problem);
  return file.data;
}

function parseJson(text: string): unknown {
  try {
    const content = text.startsWith('\uFEFF') ? text.slice(1) : text;
    // What is compared with the database has to be what the database would hold.
    return content.includes('\\u0000') ? JSON.parse(content, toStorable) : JSON.parse(content);
  } catch (error) {
    throw unreadable('It is not JSON, or it was cut off.', error);
  }
}

function toStorable(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? storableText(value) : value;
}

function unreadable(reason: string, cause?: unknown): LoamError {
  return new LoamError(
    'import/unreadable',
    `This file could not be imported. ${reason} Nothing was imported; choose a JSON file that Loam exported.`,
    cause === undefined ? {} : { cause },
  );
}

function describeIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'Its content does not fit the format.';
  return `At ${describePath(issue.path)}: ${issue.message}.`;
}

function describePath(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

/** What the schema cannot say: ids that occur once, and trees that are trees. Null when all is well. */
function findProblem(file: ConversationFile): string | null {
  const conversationIds = new Set<string>();
  const messageIds = new Set<string>();
  for (const [index, conversation] of file.conversations.entries()) {
    const place = `conversations[${index}]`;
    if (conversationIds.has(conversation.id)) return `At ${place}.id: it occurs twice.`;
    conversationIds.add(conversation.id);
    const problem = findTreeProblem(conversation, place, messageIds);
    if (problem !== null) return problem;
  }
  return null;
}

function findTreeProblem(
  { messages, activeLeafId }: FileConversation,
  place: string,
  messageIds: Set<string>,
): string | null {
  const roles = new Map<string, 'user' | 'assistant'>();
  let previousSequence = -1;
  for (const [index, message] of messages.entries()) {
    const messagePlace = `${place}.messages[${index}]`;
    if (messageIds.has(message.id)) return `At ${messagePlace}.id: it occurs twice.`;
    messageIds.add(message.id);
    if (message.sequence <= previousSequence) return `At ${messagePlace}.sequence: it is not in order.`;
    previousSequence = message.sequence;
    // A parent has to come first, so a circle is a missing parent too.
    const parentRole = message.parentId === null ? null : roles.get(message.parentId);
    if (parentRole === undefined) return `At ${messagePlace}.parentId: no message before it has this id.`;
    const isWellPlaced = message.role === 'user' ? parentRole !== 'user' : parentRole === 'user';
    if (!isWellPlaced) return `At ${messagePlace}.role: questions and answers do not alternate.`;
    roles.set(message.id, message.role);
  }
  if (activeLeafId !== null && !roles.has(activeLeafId)) {
    return `At ${place}.activeLeafId: no message of the conversation has this id.`;
  }
  return null;
}
