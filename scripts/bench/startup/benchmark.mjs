import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { makeTemporaryFolder, removeFolder } from '../openApp.mjs';
import { atMost, projectRoot } from '../report.mjs';
import { median, quantile, ratioOfPairs, rounded } from '../statistics.mjs';
import { measureStart } from './measureStart.mjs';
import { measureNpmStart } from './npmStart.mjs';
import { newestTitle, storeConversations } from './storedConversations.mjs';

const conversationCount = 1000;
const pairCount = 12;
const npmStartCount = 5;
const pauseMs = 500;
const emptyWindowFolder = fileURLToPath(new URL('./emptyWindow', import.meta.url));

/** @type {import('../report.mjs').Benchmark} */
export const startupBenchmark = {
  summary: `process start to first paint with ${conversationCount} conversations, against an empty Electron window`,
  async run({ say }) {
    const folder = makeTemporaryFolder('bench-startup');
    try {
      return await compareStarts(folder, say);
    } finally {
      removeFolder(folder);
    }
  },
};

/**
 * @param {string} folder
 * @param {(line: string) => void} say
 * @returns {Promise<import('../report.mjs').Outcome>}
 */
async function compareStarts(folder, say) {
  const home = path.join(folder, 'loam');
  const emptyHome = path.join(folder, 'empty');
  for (const each of [home, emptyHome]) mkdirSync(each);
  say(`storing ${conversationCount} conversations`);
  await storeConversations(home, conversationCount);

  const startLoam = () => measureStart({ appFolder: projectRoot, userDataFolder: home, text: newestTitle });
  const startEmpty = () =>
    measureStart({ appFolder: emptyWindowFolder, userDataFolder: emptyHome, text: 'Hello' });
  // The first start of each fills the browser's and the disk's caches.
  await startEmpty();
  await startLoam();

  const pairs = [];
  for (let number = 1; number <= pairCount; number += 1) {
    const empty = await measured(startEmpty);
    const loam = await measured(startLoam);
    pairs.push({ loam, empty });
    say(
      `pair ${number}/${pairCount}: Loam ${Math.round(loam.firstPaintMs)} ms (list ${Math.round(loam.textMs)} ms), ` +
        `empty window ${Math.round(empty.firstPaintMs)} ms`,
    );
  }
  const npmStartsMs = [];
  for (let number = 1; number <= npmStartCount; number += 1) {
    npmStartsMs.push(await measured(() => measureNpmStart(home)));
    say(`npm start ${number}/${npmStartCount}: painted after ${Math.round(npmStartsMs.at(-1) ?? 0)} ms`);
  }
  return outcomeOf(pairs, npmStartsMs);
}

/**
 * @template Measurement
 * @param {() => Promise<Measurement>} start
 */
async function measured(start) {
  // What the run before left to the disk and to the other processes is done by then.
  await sleep(pauseMs);
  return start();
}

/**
 * @param {{ loam: import('./measureStart.mjs').Start, empty: import('./measureStart.mjs').Start }[]} pairs
 * @param {number[]} npmStartsMs
 * @returns {import('../report.mjs').Outcome}
 */
function outcomeOf(pairs, npmStartsMs) {
  const loams = pairs.map(({ loam }) => loam);
  const paints = loams.map(({ firstPaintMs }) => firstPaintMs);
  const early = loams.flatMap(({ nativeLoads, firstPaintMs }) =>
    nativeLoads.filter(({ atMs }) => atMs < firstPaintMs).map(({ file }) => file),
  );
  const loaded = loams.map(({ nativeLoads }) => nativeLoads.length);
  // The list comes out of the database, whose driver is native: a probe that saw no module would prove nothing.
  if (Math.min(...loaded) === 0)
    throw new Error('The probe saw no native module at all, so it cannot judge.');
  const ratio = ratioOfPairs(
    pairs.map(({ loam, empty }) => ({ ours: loam.firstPaintMs, theirs: empty.firstPaintMs })),
  );
  return {
    figures: {
      pairs: pairs.length,
      loamFirstPaintMs: rounded(median(paints), 0),
      loamFirstPaintWorstMs: rounded(quantile(paints, 1), 0),
      emptyFirstPaintMs: rounded(median(pairs.map(({ empty }) => empty.firstPaintMs)), 0),
      addedMs: rounded(median(pairs.map(({ loam, empty }) => loam.firstPaintMs - empty.firstPaintMs)), 0),
      conversationListVisibleMs: rounded(median(loams.map(({ textMs }) => textMs)), 0),
      mainModuleStartsMs: rounded(median(loams.map(({ mainStartedMs }) => mainStartedMs)), 0),
      npmStartToPaintMs: rounded(median(npmStartsMs), 0),
      storedConversations: conversationCount,
      nativeModulesLoadedAtAll: median(loaded),
      nativeModulesLoadedEarly: [...new Set(early)],
    },
    bars: [
      atMost('first paint against an empty window', ratio, 'ratio', 1.5),
      atMost('npm start, when all is set up, to the first paint', median(npmStartsMs), 'ms', 3000),
      atMost('native modules loaded before the first paint', early.length, 'modules', 0),
    ],
  };
}
