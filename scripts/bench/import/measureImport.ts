import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { embeddedText, passageContext } from '../../../main/workers/indexing/passages/passageContext';
import { importFolder } from '../knowledge/importFolder';
import { type KnowledgeCore, openKnowledgeCore } from '../knowledge/knowledgeCore';
import { markdownTexts } from '../knowledge/markdownTexts.mjs';
import { makeTemporaryFolder, removeFolder } from '../openApp.mjs';
import { type MemorySample, residentMb } from './memory';
import { startPlainEmbedding } from './plainEmbedding';

interface LoopDelay {
  p99Ms: number;
  maxMs: number;
}

/** Seconds for the same passages, a pair a round. */
export interface ImportRound {
  passages: number;
  oursSeconds: number;
  plainSeconds: number;
}

export interface ImportMeasurement {
  rounds: ImportRound[];
  /** Delay of the main process's event loop while documents were imported; of the import where it was worst. */
  eventLoopP99Ms: number;
  eventLoopMaxMs: number;
  smallFilesSeconds: number;
  memory: MemorySample[];
}

const roundCount = 4;
const filesARound = 16;
const smallFileCount = 10_000;
const smallFileWords = 40;
const filesAFolder = 500;
const sampleEveryMs = 500;

/** Documents through the app's own import and, in turns, their passages through the plain loop. */
export async function measureImport(say: (line: string) => void): Promise<ImportMeasurement> {
  const folder = makeTemporaryFolder('bench-import');
  const texts = markdownTexts();
  const opened = await openKnowledgeCore(join(folder, 'home'));
  const plain = await startPlainEmbedding(opened.core.retrievalModels.starter.folder);
  const delays: LoopDelay[] = [];
  try {
    // Everything is loaded once, as it is when a user adds the second folder.
    await importFolder(opened, writeFiles(join(folder, 'first'), texts.slice(0, 3), '.md'), say);
    const rounds: ImportRound[] = [];
    for (let round = 0; round < roundCount; round += 1) {
      const some = texts.slice(3 + round * filesARound, 3 + (round + 1) * filesARound);
      const documents = writeFiles(join(folder, `round${round}`), some, '.md');
      const startedMs = performance.now();
      const source = await watchingLoop(delays, () => importFolder(opened, documents, say));
      const oursSeconds = (performance.now() - startedMs) / 1000;
      const passages = embeddedTexts(opened, source.id);
      const plainSeconds = (await plain.embed(passages)) / 1000;
      rounds.push({ passages: passages.length, oursSeconds, plainSeconds });
      say(
        `round ${round + 1}/${roundCount}: ${passages.length} passages, ours ${oursSeconds.toFixed(1)} s, plain ${plainSeconds.toFixed(1)} s`,
      );
    }
    plain.end();
    const small = writeFiles(join(folder, 'small'), smallTexts(texts), '.txt');
    const { seconds, memory } = await watchingLoop(delays, () => importSmallFiles(opened, small, say));
    return {
      rounds,
      eventLoopP99Ms: Math.max(...delays.map(({ p99Ms }) => p99Ms)),
      eventLoopMaxMs: Math.max(...delays.map(({ maxMs }) => maxMs)),
      smallFilesSeconds: seconds,
      memory,
    };
  } finally {
    plain.end();
    await opened.dispose();
    removeFolder(folder);
  }
}

/** Watches the main process's event loop during a job, and not between jobs, when this benchmark waits for others. */
async function watchingLoop<Result>(delays: LoopDelay[], job: () => Promise<Result>): Promise<Result> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  try {
    return await job();
  } finally {
    delay.disable();
    delays.push({ p99Ms: delay.percentile(99) / 1e6, maxMs: delay.max / 1e6 });
  }
}

async function importSmallFiles(
  opened: KnowledgeCore,
  folder: string,
  say: (line: string) => void,
): Promise<{ seconds: number; memory: MemorySample[] }> {
  const memory: MemorySample[] = [];
  const sample = (): void => {
    const { filesDone } = opened.core.knowledge.progress();
    const [mainMb, workerMb] = [residentMb(process.pid), residentMb(opened.workerPid())];
    memory.push({ files: filesDone, mainMb, workerMb });
  };
  const timer = setInterval(sample, sampleEveryMs);
  const startedMs = performance.now();
  try {
    await importFolder(opened, folder, say);
    return { seconds: (performance.now() - startedMs) / 1000, memory };
  } finally {
    clearInterval(timer);
  }
}

/** What was embedded of a source, as it was embedded. */
function embeddedTexts({ core: { knowledge } }: KnowledgeCore, sourceId: string): string[] {
  const { items } = knowledge.listDocuments({ sourceId, offset: 0, limit: 1000 });
  return items.flatMap(({ id }) =>
    (knowledge.readingOf(id, Infinity) ?? []).map(({ text, place, tableHeader }) =>
      embeddedText(passageContext(place, tableHeader), text),
    ),
  );
}

function writeFiles(folder: string, texts: readonly string[], extension: string): string {
  for (const [index, text] of texts.entries()) {
    const part = join(folder, String(Math.floor(index / filesAFolder)));
    if (index % filesAFolder === 0) mkdirSync(part, { recursive: true });
    writeFileSync(join(part, `${index}${extension}`), text);
  }
  return folder;
}

/** Notes of some sentences, no two the same. */
function smallTexts(texts: readonly string[]): string[] {
  const words = texts.join('\n').split(/\s+/);
  return Array.from({ length: smallFileCount }, (_, index) => {
    const start = (index * smallFileWords) % (words.length - smallFileWords);
    return `Note ${index}. ${words.slice(start, start + smallFileWords).join(' ')}\n`;
  });
}
