import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { askOnScreen, showFreshChat } from '../chatScreen.mjs';
import { makeTemporaryFolder, openLoam, removeFolder } from '../openApp.mjs';
import { atMost, projectRoot } from '../report.mjs';
import { median, quantile, rounded } from '../statistics.mjs';
import { watchFrames } from './frames.mjs';
import { markdownReply } from './markdownReply.mjs';
import { RendererCost } from './rendererCost.mjs';

const replyTokens = 4000;
const tokensPerSecond = 200;
const sectionTokens = 500;
const warmUpTokens = 1000;
const runCount = 3;
const longFrameMs = 50;
const settleMs = 1000;
/** After the last token: the end of an answer is drawn too. */
const afterwardsMs = 500;
const appFolder = path.join(projectRoot, 'test', 'helpers', 'syntheticApplication');

/** @type {import('../report.mjs').Benchmark} */
export const streamBenchmark = {
  summary: `a reply of ${replyTokens} tokens at ${tokensPerSecond} tokens/s on the chat screen: frames and cost a token`,
  async run({ say }) {
    const home = makeTemporaryFolder('bench-stream');
    const scriptFile = path.join(home, 'script.json');
    writeFileSync(path.join(home, 'settings.json'), JSON.stringify({ hasSeenWelcome: true }));
    const loam = await openLoam({ home, appFolder, environment: { LOAM_SYNTHETIC_SCRIPT: scriptFile } });
    try {
      const cost = await RendererCost.attach(loam.page);
      const run = async (/** @type {number} */ tokens) => {
        writeScript(scriptFile, tokens);
        return measureReply(loam, cost, tokens);
      };
      // Modules that are loaded on first use, and code that is compiled when it is hot, are not the cost of a token.
      await run(warmUpTokens);
      const runs = [];
      for (let number = 1; number <= runCount; number += 1) {
        const measured = await run(replyTokens);
        runs.push(measured);
        say(describeRun(number, measured));
      }
      return outcomeOf(runs);
    } finally {
      await loam.close();
      removeFolder(home);
    }
  },
};

/**
 * @param {string} file
 * @param {number} tokens
 */
function writeScript(file, tokens) {
  const reply = { pieces: markdownReply(tokens, sectionTokens), intervalMs: 1000 / tokensPerSecond };
  writeFileSync(file, JSON.stringify({ replies: [reply] }));
}

/**
 * @typedef {object} MeasuredReply
 * @property {number[]} frameMs Time from each frame to the next while the reply came.
 * @property {number[]} endFrameMs The same for the half second after its last token.
 * @property {number[]} sectionCostMs The page's main thread, for each section of the reply.
 * @property {number} endCostMs The page's main thread in the half second after the last token.
 * @property {number} seconds How long the reply took.
 */

/**
 * @param {Awaited<ReturnType<typeof openLoam>>} loam
 * @param {RendererCost} cost
 * @param {number} tokens
 * @returns {Promise<MeasuredReply>}
 */
async function measureReply({ app, page }, cost, tokens) {
  await showFreshChat(page);
  await sleep(settleMs);
  const frames = await watchFrames(page);
  cost.start();
  const { marks } = await askOnScreen(page, 'Tell me everything, please.');
  await sleep(afterwardsMs);
  await cost.stop();
  const shown = marks.at(-1)?.tokens ?? 0;
  const saidAtMs = await app.evaluate(() => Reflect.get(globalThis, 'syntheticModel').saidAtMs);
  if (saidAtMs.length !== tokens) throw new Error(`${saidAtMs.length} of ${tokens} tokens were said.`);
  if (shown < tokens * 0.95)
    throw new Error(`The screen showed ${shown} of ${tokens} tokens while they came.`);
  const first = saidAtMs[0] ?? 0;
  const last = saidAtMs.at(-1) ?? 0;
  const borders = Array.from({ length: Math.floor(tokens / sectionTokens) + 1 }, (_, index) =>
    index * sectionTokens === tokens ? last : (saidAtMs[index * sectionTokens] ?? last),
  );
  return {
    ...(await framesOf(frames, first, last)),
    sectionCostMs: borders.slice(1).map((border, index) => cost.between(borders[index] ?? first, border)),
    endCostMs: cost.between(last, last + afterwardsMs),
    seconds: (last - first) / 1000,
  };
}

/**
 * @param {Awaited<ReturnType<typeof watchFrames>>} frames
 * @param {number} first
 * @param {number} last
 */
async function framesOf(frames, first, last) {
  const all = await frames.stop();
  return { frameMs: all.between(first, last), endFrameMs: all.between(last, last + afterwardsMs) };
}

/**
 * @param {number} number
 * @param {MeasuredReply} run
 */
function describeRun(number, { frameMs, endFrameMs, sectionCostMs, seconds }) {
  const long = countLong(frameMs);
  return (
    `run ${number}/${runCount}: ${seconds.toFixed(1)} s, ${frameMs.length} frames, ${long} over ${longFrameMs} ms ` +
    `(${countLong(endFrameMs)} more at the end); ` +
    `main thread a section ${sectionCostMs.map((ms) => ms.toFixed(0)).join(' ')} ms`
  );
}

/**
 * @param {readonly MeasuredReply[]} runs
 * @returns {import('../report.mjs').Outcome}
 */
function outcomeOf(runs) {
  const longShares = runs.map(
    ({ frameMs, endFrameMs }) =>
      countLong([...frameMs, ...endFrameMs]) / (frameMs.length + endFrameMs.length),
  );
  const growth = runs.map(({ sectionCostMs }) => (sectionCostMs.at(-1) ?? NaN) / (sectionCostMs[0] ?? NaN));
  const allFrames = runs.flatMap(({ frameMs, endFrameMs }) => [...frameMs, ...endFrameMs]);
  const sections = runs[0]?.sectionCostMs.map((_, index) =>
    rounded(median(runs.map(({ sectionCostMs }) => sectionCostMs[index] ?? NaN)), 0),
  );
  return {
    figures: {
      runs: runs.length,
      replyTokens,
      tokensPerSecond: rounded(median(runs.map(({ seconds }) => replyTokens / seconds)), 1),
      framesPerSecond: rounded(median(runs.map(({ frameMs, seconds }) => frameMs.length / seconds)), 1),
      frameMsMedian: rounded(median(allFrames), 1),
      frameMs99: rounded(quantile(allFrames, 0.99), 1),
      frameMsWorst: rounded(quantile(allFrames, 1), 1),
      longFramesWhileWriting: median(runs.map(({ frameMs }) => countLong(frameMs))),
      longFramesAtTheEnd: median(runs.map(({ endFrameMs }) => countLong(endFrameMs))),
      mainThreadMsOfEachSection: sections,
      sectionTokens,
      mainThreadMsAfterTheEnd: rounded(median(runs.map(({ endCostMs }) => endCostMs)), 0),
    },
    bars: [
      atMost(`frames over ${longFrameMs} ms`, median(longShares) * 100, '%', 1),
      atMost(`cost of the last ${sectionTokens} tokens against the first`, median(growth), 'ratio', 1.2),
    ],
  };
}

/** @param {readonly number[]} frameMs */
function countLong(frameMs) {
  return frameMs.filter((ms) => ms > longFrameMs).length;
}
