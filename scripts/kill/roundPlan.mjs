/**
 * @typedef {object} Step What one lane of the chat does next.
 * @property {'send' | 'edit' | 'regenerate' | 'continue'} kind `edit` asks beside the first question of the
 *   conversation. A step that does not fit what is there becomes a `send`.
 * @property {string} text The question.
 * @property {number | null} stopAfterMs Cancels the answer so long after its start; null lets it end.
 *
 * @typedef {object} Lane One conversation that is chatted in, at the same time as the others.
 * @property {number | null} conversationIndex Into the conversations known so far; null starts a new one.
 * @property {number} maxTokens
 * @property {Step[]} steps
 *
 * @typedef {object} RoundPlan
 * @property {'starting' | 'asking' | 'chatting'} phase When the kill comes: while the app starts, between the first
 *   request and its acknowledgement, or after the first acknowledgement.
 * @property {number} delayMs After the beginning of that phase.
 * @property {boolean} isWarmed Whether the model is loaded before the chat begins.
 * @property {boolean} killsGroup Whether the children are killed with the main process.
 * @property {Lane[]} lanes
 */

const longestDelayMs = 1500;
const topics = [
  'rain',
  'Straßenbahn',
  '茶の湯',
  'λ-calculus',
  'owls 🦉',
  'a "quoted" word',
  "it's",
  '<b>bold</b>',
];

/**
 * @param {import('./seededRandom.mjs').SeededRandom} random
 * @param {{ round: number, conversationCount: number }} context
 * @returns {RoundPlan}
 */
export function planRound(random, { round, conversationCount }) {
  const dice = random.next();
  const phase = dice < 0.08 ? 'starting' : dice < 0.2 ? 'asking' : 'chatting';
  return {
    phase,
    delayMs: random.integer(0, phase === 'asking' ? 40 : longestDelayMs),
    isWarmed: random.chance(0.6),
    killsGroup: random.chance(0.3),
    lanes: Array.from({ length: random.integer(1, 3) }, (_, lane) =>
      planLane(random, { name: `${round}.${lane}`, conversationCount }),
    ),
  };
}

/**
 * @param {import('./seededRandom.mjs').SeededRandom} random
 * @param {{ name: string, conversationCount: number }} context
 * @returns {Lane}
 */
function planLane(random, { name, conversationCount }) {
  const isNew = conversationCount === 0 || random.chance(0.4);
  return {
    conversationIndex: isNew ? null : random.integer(0, conversationCount - 1),
    maxTokens: random.pick([2, 5, 12, 40, 200]),
    steps: Array.from({ length: 12 }, (_, step) => ({
      kind: random.pick(
        /** @type {const} */ (['send', 'send', 'edit', 'regenerate', 'continue', 'continue']),
      ),
      text: questionText(random, `${name}.${step}`),
      stopAfterMs: random.chance(0.15) ? random.integer(0, 400) : null,
    })),
  };
}

/**
 * @param {import('./seededRandom.mjs').SeededRandom} random
 * @param {string} name Makes the text the only one of its kind.
 */
function questionText(random, name) {
  const question = `(${name}) What about ${random.pick(topics)}?\nSay it in ${random.integer(2, 40)} words.`;
  // Now and then a text that spans many pages of the database.
  return random.chance(0.05) ? `${question}\n${'Lorem ipsum dolor. '.repeat(2000)}` : question;
}
