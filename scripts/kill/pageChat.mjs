/**
 * What happened in the page, told at once so that nothing is known only to the process that dies:
 * `asking` before a request, `started` with its acknowledgement, `streamed` with each piece of text, `ended` with the
 * terminal part, `created` for a conversation, `refused` for an error.
 *
 * @typedef {{ type: 'created', conversationId: string }
 *   | { type: 'asking', kind: string, conversationId: string, messageId: string | null }
 *   | { type: 'started', kind: string, userMessage: PageMessage | null, assistantMessage: PageMessage }
 *   | { type: 'streamed', messageId: string, text: string }
 *   | { type: 'ended', message: PageMessage }
 *   | { type: 'refused', code: string, message: string }} ChatEvent
 *
 * @typedef {Pick<import('../../preload/contract/conversations').Message,
 *   'id' | 'conversationId' | 'parentId' | 'role' | 'text' | 'status'> &
 *   { error?: import('../../preload/contract/errors').SerializedError | null }} PageMessage
 */

/**
 * Runs in the page: chats in several conversations at once until the plan or the app ends.
 * @param {{ lanes: (import('./roundPlan.mjs').Lane & { conversationId: string | null })[], report: string }} plan
 *   `report` is the name of the function that takes a ChatEvent out of the page.
 */
export async function chatInPage({ lanes, report }) {
  const { loam } = window;
  /** @type {(event: ChatEvent) => void} */
  const tell = (event) => void Reflect.get(window, report)(event);

  /**
   * @template Value
   * @param {import('../../preload/contract/errors').Envelope<Value>} envelope
   * @returns {Value}
   */
  function open(envelope) {
    if (envelope.ok) return envelope.value;
    throw Object.assign(new Error(envelope.error.message), { code: envelope.error.code });
  }

  /** @param {typeof lanes[number]} lane */
  async function runLane(lane) {
    const conversationId = lane.conversationId ?? (await createConversation());
    const { sampling } = open(await loam.conversations.get({ id: conversationId }));
    const changes = { sampling: { ...sampling, maxTokens: lane.maxTokens } };
    open(await loam.conversations.update({ id: conversationId, changes }));
    for (const step of lane.steps) {
      try {
        await runStep(conversationId, step);
      } catch (error) {
        tell({ type: 'refused', code: String(error.code ?? 'none'), message: String(error.message) });
      }
    }
  }

  async function createConversation() {
    const { id } = open(await loam.conversations.create({ assistantId: null, modelId: null }));
    tell({ type: 'created', conversationId: id });
    return id;
  }

  /**
   * @param {string} conversationId
   * @param {import('./roundPlan.mjs').Step} step
   */
  async function runStep(conversationId, step) {
    const { activeLeafId } = open(await loam.conversations.get({ id: conversationId }));
    const messages = open(await loam.conversations.messages({ id: conversationId }));
    const leaf = messages.find(({ id }) => id === activeLeafId);
    const turn = turnOf(step, leaf);
    const messageId = turn.type === 'send' ? null : turn.messageId;
    tell({ type: 'asking', kind: turn.type, conversationId, messageId });
    await new Promise((resolve, reject) => {
      /** @type {string | null} */
      let answerId = null;
      /** @type {(() => void)[]} What came before the acknowledgement was told. */
      const waiting = [];
      const tellInOrder = (/** @type {() => void} */ told) =>
        answerId === null ? waiting.push(told) : told();
      loam.generation
        .start({ conversationId, turn }, ({ part }) => {
          if (part.type === 'text-delta') {
            tellInOrder(() => tell({ type: 'streamed', messageId: answerId ?? '', text: part.text }));
          } else if (part.type === 'end') {
            tellInOrder(() => tell({ type: 'ended', message: part.message }));
            resolve(undefined);
          }
        })
        .then((envelope) => {
          const { userMessage, assistantMessage } = open(envelope);
          answerId = assistantMessage.id;
          tell({ type: 'started', kind: turn.type, userMessage, assistantMessage });
          for (const told of waiting.splice(0)) told();
          if (step.stopAfterMs !== null) {
            setTimeout(() => void loam.generation.cancel({ conversationId }), step.stopAfterMs);
          }
        })
        .catch(reject);
    });
  }

  /**
   * @param {import('./roundPlan.mjs').Step} step
   * @param {PageMessage | undefined} leaf
   * @returns {import('../../preload/contract/generation').Turn}
   */
  function turnOf(step, leaf) {
    const isBroken = leaf !== undefined && ['stopped', 'interrupted', 'failed'].includes(leaf.status);
    if (step.kind === 'continue' && isBroken) return { type: 'continue', messageId: leaf.id };
    if (step.kind === 'regenerate' && leaf !== undefined) return { type: 'regenerate', messageId: leaf.id };
    const parentId = step.kind === 'edit' ? null : (leaf?.id ?? null);
    return { type: 'send', parentId, text: step.text };
  }

  await Promise.all(lanes.map(runLane));
}

/**
 * Runs in the page: everything the app knows.
 * @returns {Promise<{ conversationIds: string[], messages: PageMessage[] }>}
 */
export async function readAllInPage() {
  const { loam } = window;
  const conversationIds = [];
  for (let total = 1; conversationIds.length < total;) {
    const page = await loam.conversations.list({ offset: conversationIds.length, limit: 1000 });
    if (!page.ok) throw new Error(page.error.message);
    total = page.value.total;
    conversationIds.push(...page.value.items.map(({ id }) => id));
    if (page.value.items.length === 0) break;
  }
  const lists = await Promise.all(
    conversationIds.map(async (id) => {
      const found = await loam.conversations.messages({ id });
      if (!found.ok) throw new Error(found.error.message);
      return found.value;
    }),
  );
  const messages = lists.flat().map(({ id, conversationId, parentId, role, text, status }) => ({
    id,
    conversationId,
    parentId,
    role,
    text,
    status,
  }));
  return { conversationIds, messages };
}
