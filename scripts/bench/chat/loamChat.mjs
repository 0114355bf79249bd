import { streamTimes } from './streamTimes.mjs';

/**
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {import('../../../preload/contract/conversations').Message} Message
 */

/**
 * Loads the starter model.
 * @param {Page} page
 * @returns {Promise<import('../../../preload/contract/models').LoadedModel>}
 */
export async function loadModel(page) {
  const envelope = await page.evaluate(() => window.loam.models.load({ id: null }));
  if (!envelope.ok) throw new Error(`The model did not load: ${envelope.error.message}`);
  return envelope.value;
}

/**
 * The model alone decides: no chance, no penalty.
 * @param {number} maxTokens
 * @returns {import('../../../preload/contract/sampling').Sampling}
 */
export function plainSampling(maxTokens) {
  return { temperature: 0, topP: 1, topK: 0, minP: 0, repeatPenalty: 1, maxTokens, seed: 1 };
}

/**
 * A conversation with plain sampling and a fixed length of its answers.
 * @param {Page} page
 * @param {{ maxTokens: number, title: string }} options
 * @returns {Promise<string>} Its id.
 */
export async function createConversation(page, { maxTokens, title }) {
  const envelope = await page.evaluate(
    async (changes) => {
      const created = await window.loam.conversations.create({ assistantId: null, modelId: null });
      if (!created.ok) return created;
      return window.loam.conversations.update({ id: created.value.id, changes });
    },
    {
      title,
      sampling: plainSampling(maxTokens),
    },
  );
  if (!envelope.ok) throw new Error(`The conversation could not be made: ${envelope.error.message}`);
  return envelope.value.id;
}

/**
 * Asks at the window's edge of IPC: the page calls `window.loam` itself, and its clock says when each part came.
 * @param {Page} page
 * @param {{ conversationId: string, parentId?: string | null, text: string }} question
 * @returns {Promise<{ message: Message } & import('./streamTimes.mjs').StreamTimes>}
 */
export async function askAtEdge(page, { conversationId, parentId = null, text }) {
  const turn = /** @type {const} */ ({ type: 'send', parentId, text });
  const { marks, endedMs, message } = await page.evaluate(
    (input) =>
      new Promise((resolve, reject) => {
        /** @type {import('./streamTimes.mjs').Mark[]} */
        const collected = [];
        const startedMs = performance.now();
        window.loam.generation
          .start(input, ({ part }) => {
            const atMs = performance.now() - startedMs;
            if (part.type === 'text-delta') collected.push({ atMs, tokens: part.completionTokens });
            if (part.type === 'end') resolve({ marks: collected, endedMs: atMs, message: part.message });
          })
          .then((envelope) => (envelope.ok ? undefined : reject(new Error(envelope.error.message))), reject);
      }),
    { conversationId, turn },
  );
  if (message.status !== 'complete')
    throw new Error(`The answer ended as ${message.status}: ${message.error?.message}`);
  return { message, ...streamTimes(marks, endedMs) };
}
