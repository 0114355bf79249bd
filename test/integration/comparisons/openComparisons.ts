import { silentLogger } from '../../../main/log/logger';
import { ComparisonService, type ComparisonStart } from '../../../main/comparisons/comparisonService';
import type { Comparison, ComparisonPart, ComparisonSetup } from '../../../preload/contract/comparisons';
import { defaultSampling } from '../../../preload/contract/sampling';
import { RecordingLanguageModel, type Script } from '../../helpers/recordingLanguageModel';
import { openTestServices } from '../../helpers/testServices';

export const base: ComparisonSetup = { modelId: 'small', adapters: [] };
export const adapted: ComparisonSetup = { modelId: 'small', adapters: [{ adapterId: 'pirate', scale: 0.8 }] };
export const large: ComparisonSetup = { modelId: 'large', adapters: [] };

/** Comparisons on a real database, answered by models that say what the test tells them. */
export interface ComparisonWorld {
  /** What each setup says, by the model's and adapters' ids; without an entry it says who it is. */
  scripts: Record<string, Script>;
  models: Map<string, RecordingLanguageModel>;
  /** The order in which models were asked. */
  asked: string[];
  /** Another process's service on the same database. */
  service(random?: (upperBound: number) => number): ComparisonService;
}

export function keyOf({ modelId, adapters }: ComparisonSetup): string {
  return [modelId ?? 'default', ...adapters.map(({ adapterId }) => adapterId)].join('+');
}

/** Closed when the test ends. */
export async function openComparisons(): Promise<ComparisonWorld> {
  const { database, clock } = await openTestServices();
  const world: ComparisonWorld = {
    scripts: {},
    models: new Map(),
    asked: [],
    service: (random) =>
      new ComparisonService({
        database,
        languageModelFor: (setup) => modelFor(world, setup),
        clock,
        logger: silentLogger,
        ...(random && { random }),
      }),
  };
  return world;
}

function modelFor(world: ComparisonWorld, setup: ComparisonSetup): RecordingLanguageModel {
  const key = keyOf(setup);
  const modelId = setup.modelId ?? 'default';
  const model = new RecordingLanguageModel(
    () => {
      world.asked.push(key);
      return world.scripts[key] ?? { pieces: ['I am ', key] };
    },
    {
      modelId,
      modelName: `Model ${modelId}`,
      adapters: setup.adapters.map(({ adapterId, scale }) => ({
        id: adapterId,
        name: adapterId,
        version: 1,
        sha256: 'b'.repeat(64),
        scale,
      })),
    },
  );
  world.models.set(key, model);
  return model;
}

export function input(changes: Partial<ComparisonStart> = {}): ComparisonStart {
  return {
    question: 'Who are you?',
    systemPrompt: 'Be brief.',
    sampling: defaultSampling,
    isBlind: false,
    setups: [base, adapted],
    ...changes,
  };
}

/** Runs a comparison to its end. */
export async function compare(
  comparing: ComparisonService,
  changes: Partial<ComparisonStart> = {},
): Promise<{ started: Comparison; parts: ComparisonPart[]; stored: Comparison }> {
  const parts: ComparisonPart[] = [];
  const { comparison, run } = comparing.start(input(changes));
  await run((part) => parts.push(part));
  return { started: comparison, parts, stored: comparing.list(10).find(({ id }) => id === comparison.id)! };
}
