import type { InstalledModel } from '../../../preload/contract/models';
import { notifyError } from '../../components/errors/notifyError';
import { useSettings, useUpdateSettings } from '../settings/queries';
import { useLoadModel, useModelStatus, useUnloadModel } from './queries';

/** Whether this model is loaded or the default, and the actions that change it. */
export function useModelChoice(model: InstalledModel) {
  const status = useModelStatus().data;
  const defaultModelId = useSettings().data?.defaultModelId ?? null;
  const updateSettings = useUpdateSettings();
  const load = useLoadModel();
  const unload = useUnloadModel();
  const onError = (error: unknown) => notifyError(error);
  return {
    isLoaded: status?.state === 'ready' && status.loaded.modelId === model.id,
    isLoading: (status?.state === 'loading' && status.modelId === model.id) || load.isPending,
    isUnloading: unload.isPending,
    isDefault: defaultModelId === null ? model.origin === 'starter' : defaultModelId === model.id,
    load: () => load.mutate(model.id, { onError }),
    unload: () => unload.mutate(undefined, { onError }),
    makeDefault: () =>
      updateSettings.mutate({ defaultModelId: model.origin === 'starter' ? null : model.id }, { onError }),
  };
}
