import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Comparison, ComparisonPart, ComparisonSetup } from '../../../preload/contract/comparisons';
import { defaultSampling } from '../../../preload/contract/sampling';
import { projectFolder, type TemporaryCore, temporaryCore } from '../../helpers/temporaryCore';

const pirateFile = join(projectFolder, 'test', 'fixtures', 'adapters', 'pirate.gguf');
const steadySampling = { ...defaultSampling, temperature: 0, repeatPenalty: 1, maxTokens: 40 };

let temporary: TemporaryCore;
let pirateId: string;

beforeAll(async () => {
  temporary = await temporaryCore();
  pirateId = (await temporary.core.adapters.add(pirateFile, null)).id;
});

afterAll(() => temporary.dispose());

function pirateAt(scale: number): ComparisonSetup {
  return { modelId: null, adapters: [{ adapterId: pirateId, scale }] };
}

async function compare(
  setups: ComparisonSetup[],
  isBlind = false,
): Promise<{ parts: ComparisonPart[]; comparison: Comparison }> {
  const { comparisons } = temporary.core;
  const parts: ComparisonPart[] = [];
  const { comparison, run } = comparisons.start({
    question: 'Why is the sky blue?',
    systemPrompt: '',
    sampling: steadySampling,
    isBlind,
    setups,
  });
  await run((part) => parts.push(part));
  return { parts, comparison: comparisons.list(100).find(({ id }) => id === comparison.id)! };
}

it('the starter model answers with an adapter, without it and at scale 0, each column as its setup says', async () => {
  const { comparison, parts } = await compare([
    { modelId: null, adapters: [] },
    pirateAt(1),
    pirateAt(0),
    pirateAt(0.5),
  ]);
  const [bare, full, off, half] = comparison.columns;
  expect(comparison.columns.map(({ status }) => status)).toEqual(Array(4).fill('complete'));
  expect(bare?.text).not.toMatch(/^Ahoy!/);
  expect(full?.text).toMatch(/^Ahoy!/);
  expect(off?.text).toBe(bare?.text);
  expect(half?.text).toMatch(/^Ahoy!/);
  expect(comparison.columns.map(({ provenance }) => provenance?.adapters.map(({ scale }) => scale))).toEqual([
    [],
    [1],
    [0],
    [0.5],
  ]);
  expect(parts.filter(({ type }) => type === 'text-delta').length).toBeGreaterThan(8);
});

it('a column whose adapter is not here fails alone, and says why', async () => {
  const { comparison } = await compare([
    { modelId: null, adapters: [{ adapterId: 'gone', scale: 1 }] },
    pirateAt(1),
  ]);
  expect(comparison.columns).toMatchObject([
    { status: 'failed', text: '', error: { code: 'adapter/not-found' } },
    { status: 'complete', error: null },
  ]);
});

it('answers in comparisons are no answers of chats: they do not count as uses of the adapter', async () => {
  await compare([{ modelId: null, adapters: [] }, pirateAt(1)], true);
  const [pirate] = await temporary.core.adapters.list();
  expect(pirate?.useCount).toBe(0);
});
