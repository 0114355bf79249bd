import type { AdapterChoice } from '../../preload/contract/adapters';
import { LoamError } from '../../preload/contract/errors';
import type { PreparedModel } from '../models/modelService';
import type { InferenceClient } from '../workers/inference/client';
import type { AdapterInput } from '../workers/inference/protocol';
import type { LanguageModel, LanguageModelIdentity, LanguageModelSetup } from './languageModel';

/** What the local model needs of the models' service. */
export interface ModelSource {
  /** Makes the model (null: the chosen one) ready with these adapters. */
  prepare(modelId: string | null, adapters: readonly AdapterInput[]): Promise<PreparedModel>;
  /** A handle turned out to be gone, so that it must not be given out again. */
  noteLeft(handle: string): void;
}

/** What the local model needs of the adapters' service. */
export interface AdapterSource {
  /** Finds the adapters' files and makes sure that they belong to this model. Rejects with adapter/*. */
  resolve(
    choices: readonly AdapterChoice[],
    modelId: string | null,
  ): Promise<(AdapterInput & LanguageModelIdentity['adapters'][number])[]>;
}

export interface LocalLanguageModelDependencies {
  models: ModelSource;
  adapters: AdapterSource;
  client: InferenceClient;
}

/** With many conversations at once a model may leave the memory between two steps; so often it is called back. */
const mostPreparations = 3;

/**
 * A model on this machine. Loads it whenever it is not the one in memory, so that a worker that died, or another
 * conversation's model, is no hindrance.
 *
 * @param setup which model (null: the one chosen in the settings, at the moment of each call) and which adapters
 */
export function createLocalLanguageModel(
  { models, adapters, client }: LocalLanguageModelDependencies,
  setup: LanguageModelSetup,
): LanguageModel {
  const prepare = async () => {
    const resolved = await adapters.resolve(setup.adapters, setup.modelId);
    const inputs = resolved.map(({ path, scale }) => ({ path, scale }));
    return { prepared: await models.prepare(setup.modelId, inputs), adapters: resolved };
  };
  const withHandle = async <Result>(use: (handle: string) => Promise<Result>): Promise<Result> => {
    for (let preparation = 1; ; preparation += 1) {
      const { prepared } = await prepare();
      try {
        return await use(prepared.handle);
      } catch (error) {
        if (!hasLeft(error) || preparation === mostPreparations) throw error;
        models.noteLeft(prepared.handle);
      }
    }
  };
  return {
    async prepare() {
      const { prepared, adapters: resolved } = await prepare();
      const { installed, loaded, messageOverheadTokens } = prepared;
      return {
        servedBy: 'local',
        modelId: installed.id,
        modelName: installed.name,
        modelSha256: installed.sha256,
        adapters: resolved.map(({ id, name, version, sha256, scale }) => ({
          id,
          name,
          version,
          sha256,
          scale,
        })),
        contextSize: loaded.contextSize,
        messageOverheadTokens,
      };
    },

    countTokens: (texts) => withHandle((handle) => client.countTokens(handle, texts)),

    warm: (messages, signal) =>
      withHandle(async (handle) => {
        if (!signal.aborted) await client.warm(handle, messages, signal);
      }),

    async *stream(request, signal) {
      for (let preparation = 1; ; preparation += 1) {
        const { prepared } = await prepare();
        try {
          // A handle that is gone is refused before the first part.
          yield* client.generate(prepared.handle, request, signal);
          return;
        } catch (error) {
          if (!hasLeft(error) || preparation === mostPreparations) throw error;
          models.noteLeft(prepared.handle);
        }
      }
    },
  };
}

function hasLeft(error: unknown): boolean {
  return error instanceof LoamError && error.code === 'model/not-loaded';
}
