import type { PreparedModel } from '../models/modelService';
import type { InferenceClient } from '../workers/inference/client';
import type { LanguageModel } from './languageModel';

/** What the local model needs of the models' service. */
export interface ModelSource {
  /** Loads the model (null: the chosen one) unless it is loaded. */
  prepare(modelId: string | null): Promise<PreparedModel>;
}

/**
 * A model on this machine. Loads it whenever it is not the one in memory, so that a worker that died, or another
 * conversation's model, is no hindrance.
 *
 * @param modelId null: the model chosen in the settings, at the moment of each call
 */
export function createLocalLanguageModel(
  models: ModelSource,
  client: InferenceClient,
  modelId: string | null,
): LanguageModel {
  return {
    async prepare() {
      const { installed, loaded, messageOverheadTokens } = await models.prepare(modelId);
      return {
        servedBy: 'local',
        modelId: installed.id,
        modelName: installed.name,
        modelSha256: installed.sha256,
        contextSize: loaded.contextSize,
        messageOverheadTokens,
      };
    },

    async countTokens(texts) {
      await models.prepare(modelId);
      return client.countTokens(texts);
    },

    async warm(messages, signal) {
      await models.prepare(modelId);
      if (!signal.aborted) await client.warm(messages, signal);
    },

    async *stream(request, signal) {
      await models.prepare(modelId);
      yield* client.generate(request, signal);
    },
  };
}
