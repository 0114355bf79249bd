import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from '../../helpers/temporaryFolder';
import { openKnowledgeAt, type KnowledgeTiming, type OpenKnowledge } from './knowledgeProcess';

export type { OpenKnowledge } from './knowledgeProcess';

export interface OpenKnowledgeOptions {
  /** Default: a new one. */
  home?: string;
  timing?: KnowledgeTiming;
}

/** The same, disposed when the test ends. */
export async function openKnowledge(options: OpenKnowledgeOptions = {}): Promise<OpenKnowledge> {
  const opened = await openKnowledgeAt(options.home ?? temporaryFolder(), options.timing);
  onTestFinished(() => opened.dispose());
  return opened;
}

/** A folder with these files. */
export function folderOf(files: Record<string, string>): string {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  return folder;
}

export function writeFiles(folder: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** The text of a document, put together from the passages of its newest complete reading. */
export function documentText({ knowledge }: Pick<OpenKnowledge, 'knowledge'>, id: string): string {
  const passages = knowledge.readingOf(id, Infinity) ?? [];
  return passages.reduce((text, passage) => text + passage.text.slice(text.length - passage.startOffset), '');
}

/** As many sentences as fill about so many passages. */
export function longText(passages: number): string {
  return Array.from(
    { length: passages * 26 },
    (_, index) => `Line ${index} tells of ${index * 7} rivers.`,
  ).join(' ');
}

/** Until nothing is left to do. */
export async function untilIdle({ knowledge, documents }: OpenKnowledge, files: number): Promise<void> {
  const waiting = ['queued', 'parsing', 'embedding'];
  for (;;) {
    const all = documents();
    if (all.length >= files && !all.some(({ state }) => waiting.includes(state))) return;
    const { problem } = knowledge.progress();
    if (problem) throw new Error(`${problem.code}: ${problem.message}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
