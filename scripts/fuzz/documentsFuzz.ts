import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { goodFiles } from '../../test/fixtures/documents/goodFiles';
import { startThreads } from '../../test/fixtures/documents/readDocument';
import { runDocumentsCampaign } from './documentsCampaign';

export interface DocumentsFuzzOptions {
  seed: number;
  documents: number;
  say: (line: string) => void;
}

const silenceMs = 20_000;

/** Returns whether everything was as it must be. */
export async function fuzzDocuments({ seed, documents, say }: DocumentsFuzzOptions): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'loam-fuzz-'));
  const threads = startThreads();
  const startedMs = performance.now();
  const strays: unknown[] = [];
  const noteStray = (reason: unknown): number => strays.push(reason);
  process.on('unhandledRejection', noteStray);
  try {
    say(`${documents} changed documents made of ${Object.keys(goodFiles).length} sound ones, seed ${seed}`);
    const result = await runDocumentsCampaign({
      seed,
      count: documents,
      folder,
      threads,
      silenceMs,
      onProgress: (done) => {
        if (done % 250 === 0) say(`  ${done} of ${documents}, ${secondsSince(startedMs)} s`);
      },
    });
    const left = await readdir(folder);
    say('');
    say(`read to the end: ${result.read}`);
    for (const [code, count] of [...result.refused].sort(([, one], [, other]) => other - one)) {
      say(`${code}: ${count}`);
    }
    for (const title of result.hung) say(`  HUNG: ${title}`);
    for (const title of result.wrong) say(`  WRONG: ${title}`);
    for (const stray of strays) say(`  NOBODY'S ERROR: ${String(stray)}`);
    for (const name of left) say(`  LEFT ON THE DISK: ${name}`);
    say(`${secondsSince(startedMs)} s, ${Math.round(process.memoryUsage.rss() / 1024 ** 2)} MB at the end`);
    return [result.hung, result.wrong, strays, left].every((list) => list.length === 0);
  } finally {
    process.off('unhandledRejection', noteStray);
    await threads.dispose();
    await rm(folder, { recursive: true });
  }
}

function secondsSince(startedMs: number): string {
  return ((performance.now() - startedMs) / 1000).toFixed(0);
}
