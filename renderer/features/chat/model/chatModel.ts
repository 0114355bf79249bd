import type { LoamError, SerializedError } from '../../../../preload/contract/errors';
import type { InstalledModel, ModelStatus } from '../../../../preload/contract/models';
import { defaultModel } from '../../models/defaultModel';

/** The model that a chat would ask, and whether it can answer now. */
export type ChatModel =
  /** The list of models is still being read. */
  | { state: 'unknown' }
  /** No model is installed at all. */
  | { state: 'none' }
  /** The chosen model is not installed any more. */
  | { state: 'not-installed'; modelId: string }
  | { state: 'file-missing'; model: InstalledModel }
  | { state: 'failed'; model: InstalledModel; error: Pick<SerializedError, 'code' | 'message'> }
  | { state: 'loading'; model: InstalledModel; progress: number }
  | { state: 'ready'; model: InstalledModel; contextSize: number }
  | { state: 'not-loaded'; model: InstalledModel };

export interface ChatModelInput {
  /** The conversation's own choice; null follows the settings. */
  modelId: string | null;
  defaultModelId: string | null;
  models: readonly InstalledModel[] | undefined;
  status: ModelStatus | undefined;
  /** Why the last warm-up of this chat failed. */
  warmError?: LoamError | undefined;
}

/** Which model a chat uses: its own choice, else the default one. */
export function chosenModel({
  modelId,
  defaultModelId,
  models,
}: Pick<ChatModelInput, 'modelId' | 'defaultModelId' | 'models'>): InstalledModel | undefined {
  if (modelId !== null) return models?.find((model) => model.id === modelId);
  return defaultModel(models, defaultModelId);
}

export function chatModelOf(input: ChatModelInput): ChatModel {
  const { models, status } = input;
  if (models === undefined || status === undefined) return { state: 'unknown' };
  const model = chosenModel(input);
  if (model === undefined) {
    return input.modelId === null ? { state: 'none' } : { state: 'not-installed', modelId: input.modelId };
  }
  if (!model.isPresent) return { state: 'file-missing', model };
  const loadState = loadStateOf(model, status);
  const { warmError } = input;
  return loadState.state === 'not-loaded' && warmError !== undefined && isModelFailure(warmError)
    ? { state: 'failed', model, error: warmError }
    : loadState;
}

function isModelFailure({ code }: LoamError): boolean {
  return code.startsWith('model/') || code.startsWith('worker/');
}

function loadStateOf(model: InstalledModel, status: ModelStatus): ChatModel {
  switch (status.state) {
    case 'loading':
      if (status.modelId === model.id) return { state: 'loading', model, progress: status.progress };
      break;
    case 'ready':
      if (status.loaded.modelId === model.id) {
        return { state: 'ready', model, contextSize: status.loaded.contextSize };
      }
      break;
    case 'failed':
      // A failure without a model is that of the process that runs all of them.
      if (status.modelId === model.id || status.modelId === null) {
        return { state: 'failed', model, error: status.error };
      }
      break;
    case 'unloaded':
      break;
  }
  return { state: 'not-loaded', model };
}

/** The name to show for it; null when no installed model is concerned. */
export function modelNameOf(model: ChatModel): string | null {
  return 'model' in model ? model.model.name : null;
}

/** Whether a question can be sent: the model is loaded by sending, so only a missing one stands in the way. */
export function canAnswer({ state }: ChatModel): boolean {
  return state !== 'none' && state !== 'not-installed' && state !== 'file-missing';
}

/** The state in a few words, for the model chip. */
export function chatModelStateInWords(model: ChatModel): string {
  switch (model.state) {
    case 'unknown':
      return 'looking for models';
    case 'none':
      return 'no model';
    case 'not-installed':
      return 'not installed';
    case 'file-missing':
      return 'file missing';
    case 'failed':
      return 'failed to load';
    case 'loading':
      return `loading ${Math.round(model.progress * 100)} %`;
    case 'ready':
      return 'loaded';
    case 'not-loaded':
      return 'loads with your next message';
  }
}
