import type { Conversation, Message, Provenance } from '../../../preload/contract/conversations';
import { emptyScope } from '../../../preload/contract/knowledge';
import type { InstalledModel, ModelStatus } from '../../../preload/contract/models';
import { defaultSampling } from '../../../preload/contract/sampling';

/** How an answer was made, complete. */
export function sampleProvenance(changes: Partial<Provenance> = {}): Provenance {
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
    promptTokens: 812,
    evaluatedTokens: 46,
    completionTokens: 187,
    timeToFirstTokenMs: 213,
    tokensPerSecond: 62.3,
    durationMs: 3210,
    memoryStartsAtMessageId: null,
    stopReason: 'end',
    grounding: null,
    ...changes,
  };
}

/** A message of the conversation `c1`; its sequence is the number in its id. */
export function sampleMessage(id: string, parentId: string | null, changes: Partial<Message> = {}): Message {
  const role = changes.role ?? 'user';
  return {
    id,
    conversationId: 'c1',
    parentId,
    sequence: Number(id.replace(/\D/g, '')),
    role,
    text: `Text of ${id}`,
    status: 'complete',
    error: null,
    createdAt: 1_700_000_000_000,
    provenance: role === 'assistant' ? sampleProvenance() : null,
    ...changes,
  };
}

export function sampleAnswer(id: string, parentId: string, changes: Partial<Message> = {}): Message {
  return sampleMessage(id, parentId, { role: 'assistant', ...changes });
}

export function sampleConversation(changes: Partial<Conversation> = {}): Conversation {
  return {
    id: 'c1',
    title: 'A chat',
    titleOrigin: 'automatic',
    pinnedAt: null,
    createdAt: 1,
    updatedAt: 1,
    assistantId: null,
    systemPrompt: '',
    modelId: null,
    adapters: [],
    scope: emptyScope,
    sampling: defaultSampling,
    activeLeafId: null,
    ...changes,
  };
}

export const sampleModel: InstalledModel = {
  id: 'starter',
  name: 'SmolLM2 135M',
  fileName: 'SmolLM2.gguf',
  origin: 'starter',
  bytes: 98_362_432,
  sha256: 'a'.repeat(64),
  licence: 'Apache-2.0',
  parameters: '135M',
  architecture: 'llama',
  quantization: 'Q4_1',
  fileCount: 1,
  goodFor: null,
  source: null,
  lastUsedAt: null,
  quarantine: null,
  contextLength: 8192,
  isPresent: true,
};

export const readyStatus: Extract<ModelStatus, { state: 'ready' }> = {
  state: 'ready',
  loaded: {
    modelId: 'starter',
    contextSize: 4096,
    trainContextSize: 8192,
    device: 'cpu',
    gpuLayers: 0,
    totalLayers: 31,
    threads: 2,
    flashAttention: true,
    memoryMapping: true,
    ramBytes: 210_000_000,
    vramBytes: 0,
    loadMs: 500,
    chatTemplate: 'ChatML',
  },
  kept: [],
};
