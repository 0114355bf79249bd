import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { createHash } from 'node:crypto';
import { tinyAdapter, tinyModel } from '../../fixtures/tinyModels';
import { SeededRandom } from '../../helpers/seededRandom';
import { temporaryFolder } from '../../helpers/temporaryFolder';
import { openKillableAdapters } from './killableAdapters';

const rounds = 10;
const adaptersInARound = 6;
/** A rank that makes a file of some megabytes, which is not copied in one go. */
const rank = 4096;

/** A set-up whose starter model is the tiny one. */
function tinyModelsFolder(): string {
  const folder = temporaryFolder();
  const bytes = tinyModel();
  mkdirSync(join(folder, 'weights'));
  writeFileSync(join(folder, 'weights', 'tiny.gguf'), bytes);
  const weights = {
    id: 'tiny',
    name: 'Tiny',
    file: 'tiny.gguf',
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    licence: 'mit',
    architecture: 'llama',
    parameters: 1000,
    quantization: 'F32',
    contextTokens: 512,
    goodFor: 'Tests.',
  };
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ weights: [weights] }));
  return folder;
}

function writeAdapters(round: number): string[] {
  const folder = temporaryFolder();
  return Array.from({ length: adaptersInARound }, (_, index) => {
    const path = join(folder, `${index}.gguf`);
    const tensors = ['a', 'b'].map((half) => ({
      name: `blk.0.attn_q.weight.lora_${half}`,
      dimensions: half === 'a' ? [64, rank] : [rank, 64],
    }));
    writeFileSync(path, tinyAdapter({ 'general.name': `Round ${round}, ${index}` }, { tensors }));
    return path;
  });
}

/** Adds adapters in a process of its own and kills it in the middle. Returns the ids that it said to have added. */
async function addAndKill(argumentsOfChild: string[], delayMs: number): Promise<string[]> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'addUntilKilled.mjs'), ...argumentsOfChild],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (lines.push(line) === 1) setTimeout(() => child.kill('SIGKILL'), delayMs);
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return lines.slice(1);
}

test('whenever adding is killed, each adapter is there with its whole file or not at all', async () => {
  const home = temporaryFolder();
  const modelsFolder = tinyModelsFolder();
  const random = new SeededRandom(4);
  const acknowledged: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    acknowledged.push(
      ...(await addAndKill([home, modelsFolder, ...writeAdapters(round)], random.below(150))),
    );
  }
  const { adapters, database, adaptersFolder } = await openKillableAdapters(home, modelsFolder);
  await adapters.tidy();
  const listed = await adapters.list();
  const ids = listed.map(({ id }) => id);
  // Reads each file and compares its sha256 with the one in the table.
  await Promise.all(ids.map((id) => adapters.fileOf(id)));
  expect(readdirSync(adaptersFolder).toSorted()).toEqual(ids.toSorted());
  expect(acknowledged.filter((id) => !ids.includes(id))).toEqual([]);
  // Not all were killed before their first adapter, nor all after their last.
  expect(acknowledged.length).toBeGreaterThan(0);
  expect(acknowledged.length).toBeLessThan(rounds * adaptersInARound);
  database.close();
}, 120_000);
