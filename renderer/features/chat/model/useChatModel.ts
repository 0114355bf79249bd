import { useMemo } from 'react';
import type { LoamError } from '../../../../preload/contract/errors';
import { useModels, useModelStatus } from '../../models/queries';
import { useSettings } from '../../settings/queries';
import { chatModelOf, type ChatModel } from './chatModel';

/** The model that a chat with this choice would ask. `warmError`: why the last attempt to warm it failed. */
export function useChatModel(modelId: string | null, warmError?: LoamError): ChatModel {
  const { data: models } = useModels();
  const { data: status } = useModelStatus();
  const { data: settings } = useSettings();
  const defaultModelId = settings?.defaultModelId ?? null;
  return useMemo(
    () => chatModelOf({ modelId, defaultModelId, models, status, warmError }),
    [modelId, defaultModelId, models, status, warmError],
  );
}
