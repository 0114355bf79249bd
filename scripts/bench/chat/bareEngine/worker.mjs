/**
 * The engine alone, in the two ways its library offers: `session`, the chat session of its documentation, and `loop`,
 * its evaluation token by token, which is the least that can be between a program and the engine.
 */
import { getLlama, LlamaChatSession } from 'node-llama-cpp';

/**
 * @typedef {import('node-llama-cpp').LlamaContextSequence} Sequence
 * @typedef {{ type: 'ask', way: 'session' | 'loop', threads: number, prompt: string, maxTokens: number }} Question
 * @typedef {(freshTokens: number) => void} Note
 */

/** @type {import('node-llama-cpp').Llama | undefined} */
let llama;
/** @type {Sequence | undefined} */
let sequence;

process.parentPort.on('message', async ({ data }) => {
  try {
    process.parentPort.postMessage(data.type === 'load' ? await load(data) : await ask(data));
  } catch (error) {
    process.parentPort.postMessage({ error: String(error?.stack ?? error) });
  }
});

/** @param {{ modelPath: string, contextSize: number, threads: number, usesGpu: boolean }} options */
async function load({ modelPath, contextSize, threads, usesGpu }) {
  llama = await getLlama({ build: 'never', gpu: usesGpu ? 'auto' : false, maxThreads: threads });
  const model = await llama.loadModel({ modelPath });
  const context = await model.createContext({ contextSize, threads });
  sequence = context.getSequence();
  return { contextSize: context.contextSize, threads: context.currentThreads, gpu: llama.gpu };
}

/** @param {Question} question */
async function ask(question) {
  if (llama === undefined || sequence === undefined) throw new Error('The model is not loaded.');
  llama.maxThreads = question.threads;
  /** @type {{ atMs: number, tokens: number }[]} */
  const marks = [];
  let tokens = 0;
  // The other way was asked the same before, and must not have read it for this one.
  await sequence.clearHistory();
  const usedBefore = sequence.tokenMeter.getState();
  const startedMs = performance.now();
  const answer = question.way === 'session' ? answerBySession : answerByLoop;
  await answer(sequence, question, (freshTokens) => {
    tokens += freshTokens;
    marks.push({ atMs: performance.now() - startedMs, tokens });
  });
  const endedMs = performance.now() - startedMs;
  const { usedInputTokens } = sequence.tokenMeter.diff(usedBefore);
  return { marks, endedMs, evaluatedTokens: usedInputTokens };
}

/**
 * @param {Sequence} contextSequence
 * @param {Question} question
 * @param {Note} note
 */
async function answerBySession(contextSequence, { prompt, maxTokens }, note) {
  // The library has a system prompt of its own for who gives none; Loam's conversation has none.
  const session = new LlamaChatSession({ contextSequence, systemPrompt: '' });
  const onToken = (/** @type {unknown[]} */ fresh) => note(fresh.length);
  await session.prompt(prompt, { maxTokens, temperature: 0, repeatPenalty: false, onToken });
  session.dispose();
}

/**
 * The starter model speaks ChatML.
 * @param {Sequence} contextSequence
 * @param {Question} question
 * @param {Note} note
 */
async function answerByLoop(contextSequence, { prompt, maxTokens }, note) {
  const { model } = contextSequence;
  const text = `<|im_start|>user\n${prompt}<|im_end|>\n<|im_start|>assistant\n`;
  const promptTokens = model.tokenize(text, true);
  let count = 0;
  for await (const token of contextSequence.evaluate(promptTokens, { temperature: 0 })) {
    if (model.isEogToken(token)) break;
    // Text is what anybody wants of a token.
    model.detokenize([token]);
    note(1);
    count += 1;
    if (count === maxTokens) break;
  }
}
