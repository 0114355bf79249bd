/** The engine as its own documentation uses it: one model, one context, one chat session a question. */
import { getLlama, LlamaChatSession } from 'node-llama-cpp';

/** @type {import('node-llama-cpp').LlamaContextSequence | undefined} */
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
  const llama = await getLlama({ build: 'never', gpu: usesGpu ? 'auto' : false, maxThreads: threads });
  const model = await llama.loadModel({ modelPath });
  const context = await model.createContext({ contextSize, threads });
  sequence = context.getSequence();
  return { contextSize: context.contextSize, threads: context.currentThreads, gpu: llama.gpu };
}

/** @param {{ prompt: string, maxTokens: number }} question */
async function ask({ prompt, maxTokens }) {
  if (sequence === undefined) throw new Error('The model is not loaded.');
  // The library has a system prompt of its own for who gives none; Loam's conversation has none.
  const session = new LlamaChatSession({ contextSequence: sequence, systemPrompt: '' });
  /** @type {{ atMs: number, tokens: number }[]} */
  const marks = [];
  let tokens = 0;
  const usedBefore = sequence.tokenMeter.getState();
  const startedMs = performance.now();
  await session.prompt(prompt, {
    maxTokens,
    temperature: 0,
    repeatPenalty: false,
    onToken: (fresh) => {
      tokens += fresh.length;
      marks.push({ atMs: performance.now() - startedMs, tokens });
    },
  });
  const endedMs = performance.now() - startedMs;
  session.dispose();
  const { usedInputTokens } = sequence.tokenMeter.diff(usedBefore);
  return { marks, endedMs, evaluatedTokens: usedInputTokens };
}
