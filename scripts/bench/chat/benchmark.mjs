import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { readManifest, weightsFolder } from '../../setup/manifest.mjs';
import { askOnScreen, showFreshChat, showSettings } from '../chatScreen.mjs';
import { makeTemporaryFolder, openLoam, removeFolder } from '../openApp.mjs';
import { atLeast, atMost, installedVersion, projectRoot } from '../report.mjs';
import { median, quantile, ratioOfPairs, rounded } from '../statistics.mjs';
import { openBareEngine } from './bareEngine.mjs';
import { askAtEdge, createConversation, loadModel, plainSampling } from './loamChat.mjs';
import { questions, warmUpQuestion } from './questions.mjs';
import { measureSecondTurn } from './secondTurn.mjs';
import { streamTimes } from './streamTimes.mjs';

const maxTokens = 128;
const screenPairCount = 6;
const pauseMs = 300;
/** What a second turn may cost beyond its own words: the marks of the chat template. */
const secondTurnAllowance = 32;

/**
 * @typedef {import('./streamTimes.mjs').StreamTimes} StreamTimes
 * @typedef {StreamTimes & { evaluatedTokens: number }} Asked
 * @typedef {{ ours: Asked, theirs: Asked }} Pair
 */

/** @type {import('../report.mjs').Benchmark} */
export const chatBenchmark = {
  summary: `speed of an answer in the window against bare node-llama-cpp, and what a second turn evaluates`,
  async run({ say }) {
    const home = makeTemporaryFolder('bench-chat');
    writeFileSync(
      path.join(home, 'settings.json'),
      JSON.stringify({ hasSeenWelcome: true, defaultSampling: plainSampling(maxTokens) }),
    );
    const loam = await openLoam({ home });
    try {
      const loaded = await loadModel(loam.page);
      const bare = await openBareEngine(engineSettings(loaded));
      try {
        return await compare(loam.page, bare, loaded, say);
      } finally {
        await bare.close();
      }
    } finally {
      await loam.close();
      removeFolder(home);
    }
  },
};

/**
 * The peer gets what Loam's engine really got.
 * @param {import('../../../preload/contract/models').LoadedModel} loaded
 * @returns {import('./bareEngine.mjs').EngineSettings}
 */
function engineSettings({ contextSize, threads, device }) {
  const file = readManifest(projectRoot)[0]?.file ?? '';
  return {
    modelPath: path.join(weightsFolder(projectRoot), file),
    contextSize,
    threads,
    usesGpu: device !== 'cpu',
  };
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {Awaited<ReturnType<typeof openBareEngine>>} bare
 * @param {import('../../../preload/contract/models').LoadedModel} loaded
 * @param {(line: string) => void} say
 * @returns {Promise<import('../report.mjs').Outcome>}
 */
async function compare(page, bare, loaded, say) {
  const askBare = (/** @type {string} */ text) => bare.ask(text, maxTokens);
  const askEdge = async (/** @type {string} */ text) => {
    const conversationId = await createConversation(page, { maxTokens, title: text.slice(0, 40) });
    const { message, ...times } = await askAtEdge(page, { conversationId, text });
    return { evaluatedTokens: message.provenance?.evaluatedTokens ?? NaN, ...times };
  };
  const askScreen = async (/** @type {string} */ text) => {
    await showFreshChat(page);
    await sleep(pauseMs);
    const { marks, endedMs } = await askOnScreen(page, text);
    // The screen does not say how much was read.
    return { evaluatedTokens: NaN, ...streamTimes(marks, endedMs) };
  };

  await askBare(warmUpQuestion);
  await askScreen(warmUpQuestion);
  await showSettings(page);
  await askEdge(warmUpQuestion);
  const edge = await runPairs('edge of IPC', questions, askEdge, askBare, say);
  const screen = await runPairs('chat screen', questions.slice(0, screenPairCount), askScreen, askBare, say);
  await showSettings(page);
  const secondTurn = await measureSecondTurn(page);
  const speedRatio = ratioOfPairs(edge.map(({ ours, theirs }) => pairOf(ours, theirs, 'tokensPerSecond')));

  return {
    figures: {
      engine: `node-llama-cpp ${installedVersion('node-llama-cpp')}, ${loaded.device}, ${loaded.threads} threads, context ${loaded.contextSize}`,
      maxTokens,
      ...figuresOf('edge', edge),
      edgePromptTokensEvaluated: median(edge.map(({ ours }) => ours.evaluatedTokens)),
      edgeBarePromptTokensEvaluated: median(edge.map(({ theirs }) => theirs.evaluatedTokens)),
      ...figuresOf('screen', screen),
      ...secondTurn,
    },
    bars: [
      atLeast('tokens per second at the edge of IPC against the bare engine', speedRatio, 'ratio', 0.95),
      atMost(
        'time to the first token at the edge of IPC against the bare engine',
        ratioOfPairs(edge.map(({ ours, theirs }) => pairOf(ours, theirs, 'timeToFirstTokenMs'))),
        'ratio',
        1 / 0.95,
      ),
      atMost(
        'tokens that the second turn evaluates',
        secondTurn.secondTurnEvaluatedTokens,
        'tokens',
        secondTurn.secondTurnNewTokens + secondTurnAllowance,
      ),
    ],
  };
}

/**
 * @param {string} name
 * @param {readonly string[]} texts A pair each.
 * @param {(text: string) => Promise<Asked>} askOurs
 * @param {(text: string) => Promise<Asked>} askTheirs
 * @param {(line: string) => void} say
 * @returns {Promise<Pair[]>}
 */
async function runPairs(name, texts, askOurs, askTheirs, say) {
  const pairs = [];
  for (const [index, text] of texts.entries()) {
    await sleep(pauseMs);
    const theirs = await askTheirs(text);
    await sleep(pauseMs);
    const ours = await askOurs(text);
    pairs.push({ ours, theirs });
    say(
      `${name} ${index + 1}/${texts.length}: Loam ${ours.tokensPerSecond.toFixed(1)} tokens/s after ` +
        `${ours.timeToFirstTokenMs.toFixed(0)} ms, bare ${theirs.tokensPerSecond.toFixed(1)} after ` +
        `${theirs.timeToFirstTokenMs.toFixed(0)} ms`,
    );
  }
  return pairs;
}

/**
 * @param {string} prefix
 * @param {readonly Pair[]} pairs
 */
function figuresOf(prefix, pairs) {
  const ratio = (/** @type {keyof StreamTimes} */ key) =>
    rounded(ratioOfPairs(pairs.map(({ ours, theirs }) => pairOf(ours, theirs, key))), 3);
  const middle = (/** @type {'ours' | 'theirs'} */ side, /** @type {keyof StreamTimes} */ key) =>
    rounded(median(pairs.map((pair) => pair[side][key])), 1);
  const speedRatios = pairs.map(({ ours, theirs }) => ours.tokensPerSecond / theirs.tokensPerSecond);
  const quartiles = [0.25, 0.75].map((share) => rounded(quantile(speedRatios, share), 3));
  const added = median(pairs.map(({ ours, theirs }) => ours.timeToFirstTokenMs - theirs.timeToFirstTokenMs));
  return {
    [`${prefix}Pairs`]: pairs.length,
    [`${prefix}TokensPerSecond`]: middle('ours', 'tokensPerSecond'),
    [`${prefix}BareTokensPerSecond`]: middle('theirs', 'tokensPerSecond'),
    [`${prefix}SpeedRatio`]: ratio('tokensPerSecond'),
    [`${prefix}SpeedRatioQuartiles`]: quartiles,
    [`${prefix}WholeAnswerSpeedRatio`]: ratio('wholeTokensPerSecond'),
    [`${prefix}TimeToFirstTokenMs`]: middle('ours', 'timeToFirstTokenMs'),
    [`${prefix}BareTimeToFirstTokenMs`]: middle('theirs', 'timeToFirstTokenMs'),
    [`${prefix}TimeToFirstTokenRatio`]: ratio('timeToFirstTokenMs'),
    [`${prefix}AddedToFirstTokenMs`]: rounded(added, 1),
  };
}

/**
 * @param {StreamTimes} ours
 * @param {StreamTimes} theirs
 * @param {keyof StreamTimes} key
 */
function pairOf(ours, theirs, key) {
  return { ours: ours[key], theirs: theirs[key] };
}
