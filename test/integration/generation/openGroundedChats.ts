import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import type { Core } from '../../../main/core';
import type { LanguageModel } from '../../../main/generation/languageModel';
import type { KnowledgeScope } from '../../../preload/contract/knowledge';
import { temporaryCore } from '../../helpers/temporaryCore';
import { temporaryFolder } from '../../helpers/temporaryFolder';
import { writeFiles } from '../knowledge/openKnowledge';

export interface GroundedChats extends Core {
  /** What was searched for, in order. */
  queries: string[];
  /** Writes a file and adds it; what is returned names it alone. */
  addFile(name: string, content: string): Promise<KnowledgeScope>;
}

/**
 * A whole core whose chats are answered from documents, ended when the test ends.
 *
 * @param model answers in place of the model on this machine
 */
export async function openGroundedChats(model?: LanguageModel): Promise<GroundedChats> {
  const temporary = await temporaryCore(model && { languageModelFor: () => model });
  onTestFinished(() => temporary.dispose());
  const { core } = temporary;
  const queries: string[] = [];
  const findPassages = core.retrieval.findPassages.bind(core.retrieval);
  vi.spyOn(core.retrieval, 'findPassages').mockImplementation((request) => {
    queries.push(request.query);
    return findPassages(request);
  });
  const folder = temporaryFolder();
  return {
    ...core,
    queries,
    async addFile(name, content) {
      writeFiles(folder, { [name]: content });
      const added = await core.knowledge.sources.add(undefined, [join(folder, name)]);
      return { collectionIds: [], sourceIds: added.map(({ id }) => id), documentIds: [] };
    },
  };
}
