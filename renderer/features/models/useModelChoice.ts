import type { InstalledModel } from '../../../preload/contract/models';
import { notifyError } from '../../components/errors/notifyError';
import { useSettings, useUpdateSettings } from '../settings/queries';
import { defaultModel } from './defaultModel';
import { useLoadModel, useModels, useModelStatus, useUnloadModel } from './queries';
import { keptModels } from './modelStatusWords';

/** Whether this model is loaded, kept in memory or the default, and the actions that change it. */
export function useModelChoice(model: InstalledModel) {
  const status = useModelStatus().data;
  const defaultModelId = useSettings().data?.defaultModelId ?? null;
  const models = useModels().data;
  const updateSettings = useUpdateSettings();
  const load = useLoadModel();
  const unload = useUnloadModel();
  const onError = (error: unknown) => notifyError(error);
  return {
    isLoaded: status?.state === 'ready' && status.loaded.modelId === model.id,
    isKept: keptModels(status).some(({ modelId }) => modelId === model.id),
    isLoading: (status?.state === 'loading' && status.modelId === model.id) || load.isPending,
    isUnloading: unload.isPending,
    isDefault: defaultModel(models, defaultModelId)?.id === model.id,
    load: () => load.mutate(model.id, { onError }),
    unload: () => unload.mutate(model.id, { onError }),
    makeDefault: () => updateSettings.mutate({ defaultModelId: model.id }, { onError }),
  };
}
