import { setTimeout as sleep } from 'node:timers/promises';
import type { Source } from '../../../preload/contract/knowledge';
import type { KnowledgeCore } from './knowledgeCore';

const lookEveryMs = 20;
const sayEveryMs = 10_000;

/** Adds a folder as the user would and waits until all of it can be searched. */
export async function importFolder(
  { core: { knowledge } }: KnowledgeCore,
  folder: string,
  say: (line: string) => void,
): Promise<Source> {
  const [added] = await knowledge.sources.add(undefined, [folder]);
  if (!added) throw new Error('The folder was not added.');
  let saidMs = performance.now();
  for (;;) {
    await sleep(lookEveryMs);
    const progress = knowledge.progress();
    if (progress.problem) throw new Error(`Indexing stopped: ${progress.problem.message}`);
    if (progress.activity === 'idle') {
      const source = knowledge.listSources().find(({ id }) => id === added.id);
      if (!source) throw new Error('The source is gone.');
      if (source.documents.failed > 0) say(`${source.documents.failed} documents failed`);
      if (source.documents.done > 0) return source;
    }
    if (performance.now() - saidMs >= sayEveryMs) {
      saidMs = performance.now();
      const { filesDone, filesTotal, passagesPerSecond, timeLeftMs } = progress;
      const left = timeLeftMs === null ? '' : `, ${Math.ceil(timeLeftMs / 60_000)} min left`;
      say(`${filesDone} of ${filesTotal} files, ${passagesPerSecond?.toFixed(1) ?? '?'} passages/s${left}`);
    }
  }
}
