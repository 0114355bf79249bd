import type { InstalledModel, KeptModel, ModelStatus } from '../../../preload/contract/models';

/** The state of the model in a few words, with its name where one is concerned. */
export function modelStatusWords(status: ModelStatus, models: readonly InstalledModel[]): string {
  const nameOf = (id: string | null) => models.find((model) => model.id === id)?.name ?? 'A model';
  switch (status.state) {
    case 'unloaded':
      return 'Loads with the first question';
    case 'loading':
      return `Loading ${nameOf(status.modelId)}, ${Math.round(status.progress * 100)} %`;
    case 'ready':
      return `${nameOf(status.loaded.modelId)} is ready`;
    case 'failed':
      return `${nameOf(status.modelId)} did not load`;
  }
}

/** The models in memory beside the one that is ready; none while one is being loaded. */
export function keptModels(status: ModelStatus | undefined): readonly KeptModel[] {
  return status === undefined || status.state === 'loading' ? [] : status.kept;
}
