import type { Adapter } from '../../../../preload/contract/adapters';
import type { ComparisonSetup } from '../../../../preload/contract/comparisons';
import type { InstalledModel } from '../../../../preload/contract/models';

export const fewestSetups = 2;
export const mostSetups = 4;

/** The default model, as it is. */
export const bareSetup: ComparisonSetup = { modelId: null, adapters: [] };

/** Columns to begin with, by name. */
export interface Preset {
  label: string;
  setups: ComparisonSetup[];
}

/**
 * What is worth comparing with what is here: the first adapter with and without, at two strengths, and two models.
 * The adapter and the model come from the columns of now where those have some.
 */
export function presetsFor(
  now: readonly ComparisonSetup[],
  adapters: readonly Adapter[],
  models: readonly InstalledModel[],
): Preset[] {
  const usable = adapters.filter(({ archivedAt, isPresent }) => archivedAt === null && isPresent);
  const chosen = now.find((setup) => setup.adapters.length > 0);
  const adapter = usable.find(({ id }) => id === chosen?.adapters[0]?.adapterId) ?? usable[0];
  const [firstModel, secondModel] = models.filter(({ isPresent }) => isPresent);
  const presets: Preset[] = [];
  if (adapter !== undefined) {
    const modelId = chosen === undefined ? adapter.baseModelId : chosen.modelId;
    const at = (scale: number): ComparisonSetup => ({
      modelId,
      adapters: [{ adapterId: adapter.id, scale }],
    });
    const bare: ComparisonSetup = { modelId, adapters: [] };
    presets.push(
      { label: 'With and without an adapter', setups: [bare, at(1)] },
      { label: 'Half and full strength', setups: [bare, at(0.5), at(1)] },
    );
  }
  if (firstModel !== undefined && secondModel !== undefined) {
    presets.push({
      label: 'Two models',
      setups: [firstModel, secondModel].map(({ id }) => ({ modelId: id, adapters: [] })),
    });
  }
  return presets;
}

/** Whether two columns are the same, so that one seed makes them answer alike. */
export function hasEqualSetups(setups: readonly ComparisonSetup[]): boolean {
  return new Set(setups.map((setup) => JSON.stringify(setup))).size < setups.length;
}

/** One more column: a copy of the last, to be changed in one place. */
export function withOneMore(setups: readonly ComparisonSetup[]): ComparisonSetup[] {
  return setups.length >= mostSetups ? [...setups] : [...setups, setups.at(-1) ?? bareSetup];
}
