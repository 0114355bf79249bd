import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readGgufHeader } from '../../main/models/gguf/readGgufHeader';
import { starterModelFile } from '../../test/helpers/inference';
import { runCampaign, type CampaignResult } from './campaign';
import { WorkerLoads } from './workerLoads';

/** So long a user may wait to hear whether a file can be used. */
const slowestAllowedMs = 5_000;

export interface FuzzOptions {
  seed: number;
  mutations: number;
  truncations: number;
  say: (line: string) => void;
}

const timedReads = 20;

/** Returns whether everything was as it must be. */
export async function fuzzGguf({ seed, mutations, truncations, say }: FuzzOptions): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'loam-fuzz-'));
  const worker = new WorkerLoads();
  const startedMs = performance.now();
  try {
    say(`${mutations} changed headers and ${truncations} truncated files, seed ${seed}`);
    say(`the starter model's own header is read in ${await medianReadMs()} ms (median of ${timedReads})`);
    const result = await runCampaign({
      modelPath: starterModelFile,
      seed,
      mutationCount: mutations,
      truncationCount: truncations,
      folder,
      load: (path) => worker.load(path),
      onProgress: (done) => {
        if (done % 500 === 0) say(`  ${done} of ${mutations}, ${secondsSince(startedMs)} s`);
      },
    });
    sayResult(result, { processCount: worker.processCount, say });
    const deadly = await worker.loadDeadly(folder);
    say(`a file that llama.cpp aborts over, given to it without the validator: its process ${deadly}`);
    const answer = await worker.askStarterModel('What is the capital of France?');
    say(`after that the starter model answers: ${answer.trim().split('\n', 1)[0] ?? ''}`);
    say(`${secondsSince(startedMs)} s, seed ${seed}`);
    const isRight = result.acceptedTruncations.length === 0 && result.slowestVerdictMs < slowestAllowedMs;
    return isRight && deadly === 'died' && answer.includes('Paris');
  } finally {
    await worker.dispose();
    await rm(folder, { recursive: true });
  }
}

function sayResult(
  result: CampaignResult,
  { processCount, say }: { processCount: number; say: FuzzOptions['say'] },
): void {
  const { accepted, refused, truncations, acceptedTruncations, loads, deadly, reasons } = result;
  say('');
  say(`changed headers: ${refused} refused, ${accepted} accepted`);
  say(`truncated files: ${truncations - acceptedTruncations.length} of ${truncations} refused`);
  for (const bytes of acceptedTruncations) say(`  WRONG: accepted at ${bytes} bytes`);
  say(`slowest verdict: ${Math.round(result.slowestVerdictMs)} ms`);
  say(
    `the accepted ones in llama.cpp: ${loads.loaded} loaded, ${loads.refused} refused, ` +
      `${loads.died} ended their process, ${loads.hung} hung; ${processCount} processes in all`,
  );
  for (const name of deadly) say(`  ${name}`);
  say(`reasons: ${reasons.size}`);
  for (const [reason, count] of [...reasons].sort(([, one], [, other]) => other - one)) {
    say(`  ${String(count).padStart(5)} ${reason}`);
  }
}

async function medianReadMs(): Promise<string> {
  const durationsMs: number[] = [];
  for (let index = 0; index < timedReads; index += 1) {
    const startedMs = performance.now();
    await readGgufHeader(starterModelFile);
    durationsMs.push(performance.now() - startedMs);
  }
  durationsMs.sort((one, other) => one - other);
  return (durationsMs[timedReads / 2] ?? 0).toFixed(1);
}

function secondsSince(startedMs: number): string {
  return ((performance.now() - startedMs) / 1000).toFixed(0);
}
