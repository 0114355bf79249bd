import type { SerializedError } from '../../../../preload/contract/errors';
import type { InstalledModel } from '../../../../preload/contract/models';

/** What the core says of one model and all adapters. */
export interface CompatibilityOfModel {
  modelId: string;
  verdicts: readonly { adapterId: string; refusal: SerializedError | null }[];
}

/** Which of the installed models an adapter works with. */
export interface AdapterFit {
  works: InstalledModel[];
  refused: { model: InstalledModel; reason: string }[];
}

/** What is known of one adapter and the installed models. */
export function fitOf(
  adapterId: string,
  compatibilities: readonly CompatibilityOfModel[],
  models: readonly InstalledModel[],
): AdapterFit {
  const fit: AdapterFit = { works: [], refused: [] };
  for (const { modelId, verdicts } of compatibilities) {
    const model = models.find(({ id }) => id === modelId);
    const verdict = verdicts.find((candidate) => candidate.adapterId === adapterId);
    if (model === undefined || verdict === undefined) continue;
    if (verdict.refusal === null) fit.works.push(model);
    else fit.refused.push({ model, reason: verdict.refusal.message });
  }
  return fit;
}
