import { setTimeout as sleep } from 'node:timers/promises';
import type { Source } from '../../preload/contract/knowledge';
import type { Core } from '../core';
import { ProgressLine } from './progressLine';
import { Standstill } from './standstill';
import type { Terminal } from './terminal';

export interface FollowOptions {
  /** Epoch milliseconds: this process looked through the sources after that. */
  sinceMs: number;
  /** How long another process may leave everything as it is before this one stops waiting for it; default 2 minutes. */
  mostStillMs?: number;
}

const lookEveryMs = 200;
/** One batch of passages may take a slow computer a minute. */
const defaultMostStillMs = 120_000;

/**
 * Shows how far it is until everything is read, by whichever process does it, or nothing goes on any more, which it says.
 * False when the user stopped it.
 */
export async function followIndexing(
  core: Core,
  { errorOutput, onInterrupt }: Terminal,
  sources: readonly Source[],
  { sinceMs, mostStillMs = defaultMostStillMs }: FollowOptions,
): Promise<boolean> {
  const interruption = new AbortController();
  const unlisten = onInterrupt(() => {
    interruption.abort();
  });
  const line = new ProgressLine(errorOutput);
  const standstill = new Standstill(mostStillMs);
  if (!core.houseKeeper.isKeeper) {
    errorOutput.write('Loam is open already, so it reads them there; this shows how far it is.\n');
  }
  try {
    while (!isSettled(core, sources, sinceMs)) {
      const reason = whyNothingGoesOn(core) ?? whyOthersRest(core, sources, standstill);
      if (reason !== null) {
        line.end();
        errorOutput.write(`${reason}\n`);
        return true;
      }
      line.show(progressText(core, sources));
      await sleep(lookEveryMs, undefined, { signal: interruption.signal }).catch(() => undefined);
      if (interruption.signal.aborted) return false;
    }
    return true;
  } finally {
    line.end();
    unlisten();
  }
}

function isSettled(core: Core, sources: readonly Source[], sinceMs: number): boolean {
  const isScanned = sources.every(({ id }) => {
    const scannedAt = core.knowledge.sources.scannedAt(id);
    // Another process looks through new ones; it has watched the others all the time.
    return scannedAt !== null && (scannedAt >= sinceMs || !core.houseKeeper.isKeeper);
  });
  if (!isScanned) return false;
  return currentSources(core, sources).every(({ documents }) => waitingOf(documents) === 0);
}

function whyNothingGoesOn(core: Core): string | null {
  if (core.settings.get().isIndexingPaused) {
    return 'Indexing is paused: the files wait in the queue until it is resumed in Knowledge.';
  }
  return core.knowledge.progress().problem?.message ?? null;
}

/** Why another process does nothing is known there alone. */
function whyOthersRest(core: Core, sources: readonly Source[], standstill: Standstill): string | null {
  if (core.houseKeeper.isKeeper || standstill.wasJustAsked(performance.now())) return null;
  const signs = [
    currentSources(core, sources).map(({ id, documents: { queued, parsing, ...others } }) => [
      core.knowledge.sources.scannedAt(id),
      // A document is put back and forth between these by a process that fails again and again.
      queued + parsing,
      others,
    ]),
    // Other files may be ahead of them.
    core.knowledge.progress().filesTotal,
    core.searchIndex.signsOfWork(),
  ];
  if (!standstill.isReached(JSON.stringify(signs), performance.now())) return null;
  return 'Nothing has gone on for a while in the Loam that is open, so this stops waiting. The files stay in its queue; Knowledge in its window says what keeps them.';
}

function progressText(core: Core, sources: readonly Source[]): string {
  const own = currentSources(core, sources);
  const count = (of: (source: Source) => number): number => own.reduce((sum, source) => sum + of(source), 0);
  const files = count(({ documents }) => Object.values(documents).reduce((sum, some) => sum + some, 0));
  const waiting = count(({ documents }) => waitingOf(documents));
  const { passagesPerSecond, timeLeftMs } = core.knowledge.progress();
  return [
    `${files - waiting} of ${files} files`,
    `${count(({ passages }) => passages)} passages`,
    ...(passagesPerSecond === null ? [] : [`${Math.round(passagesPerSecond)} passages/s`]),
    ...(timeLeftMs === null ? [] : [`${Math.ceil(timeLeftMs / 1000)} s left`]),
  ].join(', ');
}

/** As they are now; one that was removed meanwhile is left out. */
export function currentSources(core: Core, sources: readonly Source[]): Source[] {
  const ids = new Set(sources.map(({ id }) => id));
  return core.knowledge.listSources().filter(({ id }) => ids.has(id));
}

function waitingOf({ queued, parsing, embedding }: Source['documents']): number {
  return queued + parsing + embedding;
}
