import type { InstalledModel } from '../../../preload/contract/models';

/**
 * The model that answers where a chat names none: the settings' choice, else the first one whose file is there. The core
 * decides by the same rule; models are listed in its order.
 */
export function defaultModel(
  models: readonly InstalledModel[] | undefined,
  defaultModelId: string | null,
): InstalledModel | undefined {
  return (
    models?.find(({ id }) => id === defaultModelId) ??
    models?.find(({ isPresent }) => isPresent) ??
    models?.[0]
  );
}
