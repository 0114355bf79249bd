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
const screenRoundCount = 6;
const pauseMs = 300;
/** What a second turn may cost beyond its own words: the marks of the chat template. */
const secondTurnAllowance = 32;

/**
 * @typedef {import('./streamTimes.mjs').StreamTimes} StreamTimes
 * @typedef {StreamTimes & { evaluatedTokens: number }} Asked
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
  const askSession = (/** @type {string} */ prompt) => bare.ask({ way: 'session', prompt, maxTokens });
  const askLoop = (/** @type {string} */ prompt) => bare.ask({ way: 'loop', prompt, maxTokens });
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

  for (const ask of [askSession, askLoop, askScreen]) await ask(warmUpQuestion);
  await showSettings(page);
  await askEdge(warmUpQuestion);
  const atEdge = await runRounds(
    'edge of IPC',
    questions,
    { session: askSession, loop: askLoop, loam: askEdge },
    say,
  );
  const onScreen = await runRounds(
    'chat screen',
    questions.slice(0, screenRoundCount),
    { session: askSession, loam: askScreen },
    say,
  );
  await showSettings(page);
  const secondTurn = await measureSecondTurn(page);

  return {
    figures: {
      engine: `node-llama-cpp ${installedVersion('node-llama-cpp')}, ${loaded.device}, ${loaded.threads} threads, context ${loaded.contextSize}`,
      maxTokens,
      promptTokensEvaluated: median(atEdge.map(({ loam }) => loam.evaluatedTokens)),
      barePromptTokensEvaluated: median(atEdge.map(({ session }) => session.evaluatedTokens)),
      edgeRounds: atEdge.length,
      ...figuresOf('edge', speedsOf(atEdge, 'loam')),
      ...figuresOf('session', speedsOf(atEdge, 'session')),
      ...figuresOf('loop', speedsOf(atEdge, 'loop')),
      ...comparisonOf('edgeAgainstSession', pairsOf(atEdge, 'loam', 'session')),
      ...comparisonOf('edgeAgainstLoop', pairsOf(atEdge, 'loam', 'loop')),
      screenRounds: onScreen.length,
      ...figuresOf('screen', speedsOf(onScreen, 'loam')),
      ...comparisonOf('screenAgainstSession', pairsOf(onScreen, 'loam', 'session')),
      ...secondTurn,
    },
    bars: [
      ...speedBars(atEdge),
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
 * @param {readonly Record<'loam' | 'session' | 'loop', Asked>[]} rounds
 * @returns {import('../report.mjs').Bar[]}
 */
function speedBars(rounds) {
  const ratio = (/** @type {'session' | 'loop'} */ peer, /** @type {keyof StreamTimes} */ key) =>
    ratioOfPairs(
      pairsOf(rounds, 'loam', peer).map(([ours, theirs]) => ({ ours: ours[key], theirs: theirs[key] })),
    );
  return [
    atLeast(
      "tokens per second against the bare engine's chat session",
      ratio('session', 'tokensPerSecond'),
      'ratio',
      0.95,
    ),
    atLeast(
      "tokens per second against the bare engine's token loop",
      ratio('loop', 'tokensPerSecond'),
      'ratio',
      0.95,
    ),
    atMost(
      "time to the first token against the bare engine's chat session",
      ratio('session', 'timeToFirstTokenMs'),
      'ratio',
      1 / 0.95,
    ),
  ];
}

/**
 * @template {string} Peer
 * @param {string} name
 * @param {readonly string[]} texts A round each.
 * @param {Record<Peer, (text: string) => Promise<Asked>>} peers Asked one after the other in each round.
 * @param {(line: string) => void} say
 * @returns {Promise<Record<Peer, Asked>[]>}
 */
async function runRounds(name, texts, peers, say) {
  const rounds = [];
  for (const [index, text] of texts.entries()) {
    /** @type {Partial<Record<Peer, Asked>>} */
    const round = {};
    for (const peer of /** @type {Peer[]} */ (Object.keys(peers))) {
      await sleep(pauseMs);
      round[peer] = await peers[peer](text);
    }
    rounds.push(/** @type {Record<Peer, Asked>} */ (round));
    const parts = Object.entries(round).map(
      ([peer, asked]) =>
        `${peer} ${asked.tokensPerSecond.toFixed(1)} tokens/s after ${asked.timeToFirstTokenMs.toFixed(0)} ms`,
    );
    say(`${name} ${index + 1}/${texts.length}: ${parts.join(', ')}`);
  }
  return rounds;
}

/**
 * @template {string} Peer
 * @param {readonly Record<Peer, Asked>[]} rounds
 * @param {NoInfer<Peer>} peer
 */
function speedsOf(rounds, peer) {
  return rounds.map((round) => round[peer]);
}

/**
 * @template {string} Peer
 * @param {readonly Record<Peer, Asked>[]} rounds
 * @param {NoInfer<Peer>} ours
 * @param {NoInfer<Peer>} theirs
 * @returns {[ours: Asked, theirs: Asked][]}
 */
function pairsOf(rounds, ours, theirs) {
  return rounds.map((round) => [round[ours], round[theirs]]);
}

/**
 * @param {string} prefix
 * @param {readonly Asked[]} answers
 */
function figuresOf(prefix, answers) {
  return {
    [`${prefix}TokensPerSecond`]: rounded(median(answers.map((answer) => answer.tokensPerSecond)), 1),
    [`${prefix}TimeToFirstTokenMs`]: rounded(median(answers.map((answer) => answer.timeToFirstTokenMs)), 1),
  };
}

/**
 * @param {string} prefix
 * @param {readonly [ours: Asked, theirs: Asked][]} pairs
 */
function comparisonOf(prefix, pairs) {
  const ratios = (/** @type {keyof StreamTimes} */ key) =>
    pairs.map(([ours, theirs]) => ours[key] / theirs[key]);
  const speeds = ratios('tokensPerSecond');
  const added = pairs.map(([ours, theirs]) => ours.timeToFirstTokenMs - theirs.timeToFirstTokenMs);
  return {
    [`${prefix}SpeedRatio`]: rounded(median(speeds), 3),
    [`${prefix}SpeedRatioQuartiles`]: [0.25, 0.75].map((share) => rounded(quantile(speeds, share), 3)),
    [`${prefix}WholeAnswerRatio`]: rounded(median(ratios('wholeTokensPerSecond')), 3),
    [`${prefix}FirstTokenRatio`]: rounded(median(ratios('timeToFirstTokenMs')), 3),
    [`${prefix}FirstTokenAddedMs`]: rounded(median(added), 1),
  };
}
