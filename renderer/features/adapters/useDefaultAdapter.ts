import type { Adapter } from '../../../preload/contract/adapters';
import { notifyError } from '../../components/errors/notifyError';
import { defaultModel } from '../models/defaultModel';
import { useModels } from '../models/queries';
import { useSettings, useUpdateSettings } from '../settings/queries';
import { useCompatibility } from './queries';

/** Whether new chats begin with this adapter, whether they could, and how to change it. */
export function useDefaultAdapter({ id, isPresent, archivedAt }: Adapter) {
  const settings = useSettings().data;
  const models = useModels().data;
  const model = defaultModel(models, settings?.defaultModelId ?? null);
  const verdicts = useCompatibility(model?.id ?? null, model !== undefined).data;
  const defaults = settings?.defaultAdapters ?? [];
  const { mutate } = useUpdateSettings();
  const isDefault = defaults.some(({ adapterId }) => adapterId === id);
  const fitsDefaultModel = verdicts?.find(({ adapterId }) => adapterId === id)?.refusal === null;
  const others = defaults.filter(({ adapterId }) => adapterId !== id);
  return {
    isDefault,
    /** One that does not fit any more can still be taken away. */
    canChange: isDefault || (isPresent && archivedAt === null && fitsDefaultModel),
    toggle: () =>
      mutate(
        { defaultAdapters: isDefault ? others : [...others, { adapterId: id, scale: 1 }] },
        { onError: (error) => notifyError(error) },
      ),
  };
}
