import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Assistant } from '../../preload/contract/assistants';
import type { PromptTemplate } from '../../preload/contract/promptTemplates';
import type { Orm } from '../storage/database';
import { assistants, promptTemplates } from '../storage/schema';
import type { ConversationFile } from './conversationFile';

export interface ImportedLibrary {
  /** How many were added. */
  assistants: number;
  promptTemplates: number;
  /** The ids here of the file's assistants, where they are others. */
  newAssistantIds: ReadonlyMap<string, string>;
}

/**
 * Adds the assistants and templates of a file that are not here. One that differs from the one with its id here is added
 * under a new id, so that neither is lost; one whose content is here already is not added again.
 */
export function importLibrary(orm: Orm, file: ConversationFile): ImportedLibrary {
  const added = missing(orm.select().from(assistants).all(), file.assistants, assistantContent);
  for (const assistant of added.rows) orm.insert(assistants).values(assistant).run();
  const addedTemplates = missing(
    orm.select().from(promptTemplates).all(),
    file.promptTemplates,
    templateContent,
  );
  for (const template of addedTemplates.rows) orm.insert(promptTemplates).values(template).run();
  return {
    assistants: added.rows.length,
    promptTemplates: addedTemplates.rows.length,
    newAssistantIds: added.newIds,
  };
}

function assistantContent({ name, description, systemPrompt, sampling }: Assistant): unknown {
  return { name, description, systemPrompt, sampling };
}

function templateContent({ name, text }: PromptTemplate): unknown {
  return { name, text };
}

/** What of a file's rows has to be added to those here, and the ids of those that are here under another one. */
function missing<Row extends { id: string }>(
  here: readonly Row[],
  inFile: readonly Row[],
  contentOf: (row: Row) => unknown,
): { rows: Row[]; newIds: Map<string, string> } {
  const known = [...here];
  const rows: Row[] = [];
  const newIds = new Map<string, string>();
  for (const row of inFile) {
    const sameId = known.find(({ id }) => id === row.id);
    if (sameId && isDeepStrictEqual(contentOf(sameId), contentOf(row))) continue;
    const sameContent = known.find((other) => isDeepStrictEqual(contentOf(other), contentOf(row)));
    if (sameContent) {
      newIds.set(row.id, sameContent.id);
      continue;
    }
    const added = sameId ? { ...row, id: randomUUID() } : row;
    if (sameId) newIds.set(row.id, added.id);
    rows.push(added);
    known.push(added);
  }
  return { rows, newIds };
}
