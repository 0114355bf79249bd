import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { AdapterInput, LoadedInference, LoadInput } from '../../../main/workers/inference/protocol';
import { adapterFiles } from '../../../test/helpers/adapterFiles';
import {
  ask,
  loadInput,
  startInferenceClient,
  starterModelFile,
  user,
} from '../../../test/helpers/inference';
import { makeTemporaryFolder, removeFolder } from '../openApp.mjs';

/** Milliseconds of one load each. */
export interface SwitchRound {
  reload: number;
  /** To sets of adapters that were not in memory; the first of them after the model alone. */
  adapters: number[];
  keptAdapter: number;
  keptModel: number;
}

export interface AdapterMeasurements {
  loaded: LoadedInference;
  switches: SwitchRound[];
  /** Tokens a second. */
  speeds: { base: number; adapter: number }[];
}

type Client = ReturnType<typeof startInferenceClient>;

const switchRoundCount = 9;
const speedRoundCount = 14;
const contextSize = 4096;
/** Room for some contexts and a second model. */
const roomyBudgetBytes = 2e9;

/**
 * All in one inference process and in turns. A load is measured from the call to its answer, as a chat waits for it; the
 * model file is in the system's cache.
 */
export async function measureAdapters(say: (line: string) => void): Promise<AdapterMeasurements> {
  const client = startInferenceClient();
  const folder = makeTemporaryFolder('bench-adapters');
  try {
    const otherModel = join(folder, 'other.gguf');
    await symlink(starterModelFile, otherModel);
    const loaded = await client.load(loadInput({ contextSize }), () => undefined);
    const switches = [];
    for (let round = 1; round <= switchRoundCount; round += 1) {
      const measured = await measureSwitches(client, otherModel, round);
      switches.push(measured);
      say(`switch ${round}/${switchRoundCount}: ${describe({ ...measured }, 'ms')}`);
    }
    const speeds = await measureSpeeds(client, say);
    return { loaded, switches, speeds };
  } finally {
    await client.dispose();
    removeFolder(folder);
  }
}

/**
 * After the model alone the first adapter takes a second context, which keeps the first one's conversation; from then on the
 * older of the two gets the next set of adapters. Each scale is one that was not in memory before, like a slider's.
 */
async function measureSwitches(client: Client, otherModel: string, round: number): Promise<SwitchRound> {
  const strength = round / 1000;
  const pirate = { path: adapterFiles.pirate, scale: 0.5 + strength };
  const second = { path: adapterFiles.second, scale: 1 + strength };
  await client.unload(null);
  const reload = await timeOf(client, {});
  const adapters = [];
  for (const set of [[pirate], [second], [{ ...pirate, scale: 0.25 + strength }], [pirate, second]]) {
    adapters.push(await timeOf(client, { adapters: set }));
  }
  await timeOf(client, {});
  await timeOf(client, { adapters: [pirate] });
  const keptAdapter = await timeOf(client, {});
  await timeOf(client, { modelPath: otherModel });
  const keptModel = await timeOf(client, {});
  return { reload, adapters, keptAdapter, keptModel };
}

async function timeOf(client: Client, changes: Partial<LoadInput>): Promise<number> {
  const input = loadInput({ contextSize, memoryBudgetBytes: roomyBudgetBytes, ...changes });
  const startedMs = performance.now();
  await client.load(input, () => undefined);
  return performance.now() - startedMs;
}

/**
 * The adapter takes part with next to nothing of its strength: all of its work is done, but the answers stay those of the
 * base, so that both write the same text.
 */
async function measureSpeeds(client: Client, say: (line: string) => void) {
  const speedOf = async (adapters: AdapterInput[]): Promise<number> => {
    const input = loadInput({ contextSize, memoryBudgetBytes: roomyBudgetBytes, adapters });
    const { handle } = await client.load(input, () => undefined);
    const question = [user('Write a long story about a farmer and the river.')];
    const sampling = { repeatPenalty: 1, maxTokens: 128 };
    const { usage } = await ask({ client, handle }, question, { sampling });
    return usage.tokensPerSecond ?? NaN;
  };
  const adapters = [{ path: adapterFiles.pirate, scale: 1e-6 }];
  await speedOf([]);
  await speedOf(adapters);
  const speeds = [];
  for (let round = 1; round <= speedRoundCount; round += 1) {
    // Neither side always comes first.
    const first = round % 2 === 0 ? await speedOf([]) : undefined;
    const adapter = await speedOf(adapters);
    const measured = { base: first ?? (await speedOf([])), adapter };
    speeds.push(measured);
    say(`speed ${round}/${speedRoundCount}: ${describe(measured, 'tokens/s')}`);
  }
  return speeds;
}

function describe(measured: Record<string, number | number[]>, unit: string): string {
  return Object.entries(measured)
    .map(
      ([name, values]) =>
        `${name} ${[values]
          .flat()
          .map((value) => value.toFixed(1))
          .join(' ')} ${unit}`,
    )
    .join(', ');
}
