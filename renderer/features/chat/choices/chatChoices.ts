import type { AdapterChoice } from '../../../../preload/contract/adapters';
import type { Assistant } from '../../../../preload/contract/assistants';
import type { Conversation } from '../../../../preload/contract/conversations';
import type { KnowledgeScope } from '../../../../preload/contract/knowledge';
import type { Sampling } from '../../../../preload/contract/sampling';
import type { Settings } from '../../../../preload/contract/settings';
import { isSameScope } from '../documents/scopeWords';

/** What the user chooses for one chat. A conversation has all of it; a fresh chat keeps it until it is created. */
export type ChatChoices = Pick<
  Conversation,
  'assistantId' | 'modelId' | 'adapters' | 'scope' | 'systemPrompt' | 'sampling'
>;

/** What was chosen for the fresh chat. Undefined: not touched, so the assistant's or the settings' value counts. */
export interface FreshChoices {
  assistantId?: string | null | undefined;
  modelId?: string | null | undefined;
  adapters?: AdapterChoice[] | undefined;
  scope?: KnowledgeScope | undefined;
  systemPrompt?: string | undefined;
  sampling?: Sampling | undefined;
}

export function resolveFreshChoices(
  fresh: FreshChoices,
  settings: Settings,
  assistants: readonly Assistant[],
): ChatChoices {
  const wantedId = fresh.assistantId === undefined ? settings.defaultAssistantId : fresh.assistantId;
  const assistant = assistants.find(({ id }) => id === wantedId);
  const modelId = fresh.modelId ?? null;
  // The settings' adapters are for their model; another one would refuse them.
  const hasDefaultModel = modelId === null || modelId === settings.defaultModelId;
  return {
    assistantId: assistant?.id ?? null,
    modelId,
    adapters: fresh.adapters ?? (hasDefaultModel ? settings.defaultAdapters : []),
    scope: fresh.scope ?? settings.defaultScope,
    systemPrompt: fresh.systemPrompt ?? assistant?.systemPrompt ?? '',
    sampling: fresh.sampling ?? assistant?.sampling ?? settings.defaultSampling,
  };
}

/** A newly chosen assistant brings its own prompt and sampling along. */
export function withFreshChanges(fresh: FreshChoices, changes: Partial<ChatChoices>): FreshChoices {
  const base =
    changes.assistantId === undefined ? fresh : { ...fresh, systemPrompt: undefined, sampling: undefined };
  return { ...base, ...changes };
}

/** What a created conversation still lacks of the choices; null when it has them all. */
export function missingChoices(conversation: ChatChoices, choices: ChatChoices): Partial<ChatChoices> | null {
  const missing: Partial<ChatChoices> = {};
  if (conversation.assistantId !== choices.assistantId) missing.assistantId = choices.assistantId;
  if (!isSameAdapters(conversation.adapters, choices.adapters)) missing.adapters = choices.adapters;
  if (!isSameScope(conversation.scope, choices.scope)) missing.scope = choices.scope;
  if (conversation.systemPrompt !== choices.systemPrompt) missing.systemPrompt = choices.systemPrompt;
  if (!isSameSampling(conversation.sampling, choices.sampling)) missing.sampling = choices.sampling;
  return Object.keys(missing).length === 0 ? null : missing;
}

/** Whether the same adapters are on at the same scales, in the same order. */
function isSameAdapters(a: readonly AdapterChoice[], b: readonly AdapterChoice[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ adapterId, scale }, index) => b[index]?.adapterId === adapterId && b[index].scale === scale)
  );
}

export function isSameSampling(a: Sampling, b: Sampling): boolean {
  return (
    a.temperature === b.temperature &&
    a.topP === b.topP &&
    a.topK === b.topK &&
    a.minP === b.minP &&
    a.repeatPenalty === b.repeatPenalty &&
    a.maxTokens === b.maxTokens &&
    a.seed === b.seed
  );
}
