import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { checkCompatibility } from '../../../main/adapters/checkCompatibility';
import { checkAdapterHeader } from '../../../main/models/gguf/checkAdapterHeader';
import type { GgufHeader } from '../../../main/models/gguf/ggufHeader';
import { readGgufHeader } from '../../../main/models/gguf/readGgufHeader';
import { LoamError } from '../../../preload/contract/errors';
import { mutations } from '../../fixtures/ggufMutations';
import { loadInput, startInferenceClient, starterModelFile } from '../../helpers/inference';
import { temporaryFolder } from '../../helpers/temporaryFolder';

const client = startInferenceClient();
afterAll(() => client.dispose());

const adapterFile = resolve(import.meta.dirname, '../../fixtures/adapters/pirate.gguf');

async function headerOf(path: string): Promise<GgufHeader> {
  const verdict = await readGgufHeader(path);
  if (!verdict.isValid) throw new Error(verdict.reason);
  return verdict.header;
}

/** As an adapter is checked before it is registered. */
async function reasonAgainst(path: string, base: GgufHeader): Promise<string | null> {
  const verdict = await readGgufHeader(path);
  if (!verdict.isValid) return verdict.reason;
  const { header } = verdict;
  return (
    checkAdapterHeader(header) ?? checkCompatibility(header, { name: 'The base', header: base, sha256: null })
  );
}

/** `used`, or the code of the failure. */
async function outcomeOf(path: string): Promise<string> {
  try {
    await client.load(loadInput({ contextSize: 256, adapters: [{ path, scale: 1 }] }), () => undefined);
    return 'used';
  } catch (error) {
    client.reset();
    return error instanceof LoamError ? error.code : String(error);
  }
}

test('each of 400 changed adapters is refused with a reason, or given to llama.cpp, which survives it', async () => {
  const content = readFileSync(adapterFile);
  const base = await headerOf(starterModelFile);
  const { dataOffset } = await headerOf(adapterFile);
  const folder = temporaryFolder();
  const outcomes = new Map<string, number>();
  for (const [index, { header }] of [...mutations(237_120, 400, content.subarray(0, dataOffset))].entries()) {
    const path = join(folder, `changed-${index}.gguf`);
    writeFileSync(path, Buffer.concat([header, content.subarray(dataOffset)]));
    const reason = await reasonAgainst(path, base);
    const outcome = reason === null ? await outcomeOf(path) : 'refused';
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    rmSync(path);
  }
  expect(outcomes.get('refused')).toBeGreaterThan(200);
  expect(outcomes.get('used')).toBeGreaterThan(5);
  // Nothing that passed the check ended the process.
  expect([...outcomes.keys()].filter((outcome) => outcome.startsWith('worker/'))).toEqual([]);
  expect(await outcomeOf(adapterFile)).toBe('used');
}, 300_000);
