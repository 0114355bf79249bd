import { rounded } from '../statistics.mjs';
import { askAtEdge, createConversation } from './loamChat.mjs';

const answerTokens = 64;
const secondQuestion = 'Thank you. Now say the same for somebody who has never been near the sea.';

/** Long enough that reading it again would be seen. */
const firstQuestion = `Summarise these notes.\n${Array.from(
  { length: 40 },
  (_, index) =>
    `On day ${index + 1} the wind came from the north and the keeper wrote down ${index * 7} ships.`,
).join('\n')}`;

/**
 * Two turns in one conversation, at the edge of IPC. The new tokens of the second are what its prompt has more than the
 * first prompt and the first answer together.
 * @param {import('@playwright/test').Page} page
 */
export async function measureSecondTurn(page) {
  const conversationId = await createConversation(page, { maxTokens: answerTokens, title: 'Second turn' });
  const first = await askAtEdge(page, { conversationId, text: firstQuestion });
  const second = await askAtEdge(page, { conversationId, parentId: first.message.id, text: secondQuestion });
  const before = provenanceOf(first.message);
  const after = provenanceOf(second.message);
  return {
    firstTurnPromptTokens: before.promptTokens,
    firstTurnEvaluatedTokens: before.evaluatedTokens,
    firstTurnTimeToFirstTokenMs: rounded(first.timeToFirstTokenMs, 0),
    secondTurnPromptTokens: after.promptTokens,
    secondTurnNewTokens: after.promptTokens - before.promptTokens - before.completionTokens,
    secondTurnEvaluatedTokens: after.evaluatedTokens,
    secondTurnTimeToFirstTokenMs: rounded(second.timeToFirstTokenMs, 0),
  };
}

/** @param {import('../../../preload/contract/conversations').Message} message */
function provenanceOf({ id, provenance }) {
  if (provenance === null) throw new Error(`The answer ${id} does not say how it was made.`);
  return provenance;
}
