import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '@lancedb/lancedb';
import { corePaths } from '../../../main/paths';
import { importFolder } from '../knowledge/importFolder';
import { openKnowledgeCore } from '../knowledge/knowledgeCore';
import { markdownTexts } from '../knowledge/markdownTexts.mjs';

/** A passage with the vector the embedder made of it. */
export interface BasePassage {
  text: string;
  vector: number[];
}

const fileCount = 260;

/** Real passages of real texts, through the app's own import. */
export async function makeBasePassages(folder: string, say: (line: string) => void): Promise<BasePassage[]> {
  const documents = join(folder, 'documents');
  mkdirSync(documents);
  for (const [index, text] of markdownTexts().slice(0, fileCount).entries()) {
    writeFileSync(join(documents, `${index}.md`), text);
  }
  const home = join(folder, 'home');
  const opened = await openKnowledgeCore(home);
  let generation: number;
  try {
    await importFolder(opened, documents, say);
    ({ generation } = await opened.core.searchIndex.ensureOpen());
  } finally {
    await opened.dispose();
  }
  const connection = await connect(join(corePaths(home, '/').indexFolder, `generation-${generation}`));
  const table = await connection.openTable('passages');
  const rows = (await table.query().select(['passage', 'text', 'vector']).toArray()) as {
    passage: number;
    text: string;
    vector: Iterable<number>;
  }[];
  return rows
    .toSorted((a, b) => a.passage - b.passage)
    .map(({ text, vector }) => ({ text, vector: [...vector] }));
}
