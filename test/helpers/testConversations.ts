import type { ConversationService } from '../../main/conversations/conversationService';
import type { Conversation, Message, Provenance } from '../../preload/contract/conversations';
import { defaultSampling } from '../../preload/contract/sampling';

/** A complete record of how an answer was made. */
export function testProvenance(changes: Partial<Provenance> = {}): Provenance {
  return {
    servedBy: 'local',
    modelId: 'starter',
    modelName: 'SmolLM2 135M',
    modelSha256: 'a'.repeat(64),
    adapters: [],
    systemPrompt: 'Be brief.',
    sampling: defaultSampling,
    seed: 42,
    contextSize: 4096,
    promptTokens: 31,
    evaluatedTokens: 12,
    completionTokens: 7,
    timeToFirstTokenMs: 85.5,
    tokensPerSecond: 61.25,
    durationMs: 200.75,
    memoryStartsAtMessageId: null,
    stopReason: 'end',
    grounding: null,
    ...changes,
  };
}

/** A new conversation without an assistant. */
export function startConversation(service: ConversationService): Conversation {
  return service.create({ assistantId: null, modelId: null });
}

/** Asks and answers completely. Returns question and answer. */
export function exchange(
  service: ConversationService,
  conversationId: string,
  turn: { parentId: string | null; question: string; answer: string },
): { question: Message; answer: Message } {
  const begun = service.beginTurn(conversationId, {
    type: 'send',
    parentId: turn.parentId,
    text: turn.question,
  });
  if (begun.userMessage === null) throw new Error('A question was sent, so there must be one.');
  const answer = service.finishTurn(begun.assistantMessage.id, {
    text: turn.answer,
    status: 'complete',
    error: null,
    provenance: testProvenance(),
  });
  return { question: begun.userMessage, answer };
}
