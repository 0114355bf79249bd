import { describe, expect, it } from 'vitest';
import {
  bareSetup as bare,
  pirateSetup as pirate,
  sampleAdapter,
  sampleColumn,
  sampleComparison,
  veiledComparison,
} from '../../../../test/helpers/renderer/sampleAdapters';
import { sampleModel } from '../../../../test/helpers/renderer/sampleChat';
import { columnNames, columnTitle, comparisonInWords } from './compareWords';
import { hasEqualSetups, presetsFor, withOneMore } from './setups';

const known = { adapters: [sampleAdapter()], models: [sampleModel] };
const nothing = { adapters: [], models: [] };

describe('a column is named', () => {
  it('by its adapters and its model', () => {
    expect(columnNames(sampleColumn(bare), known)).toEqual({ title: 'No adapter', model: 'SmolLM2 135M' });
    expect(columnNames(sampleColumn(pirate), known)?.title).toBe('Pirate v1 × 0.8');
  });

  it('as they were then, also when they are gone', () => {
    expect(columnNames(sampleColumn(pirate), nothing)).toEqual({
      title: 'Pirate v1 × 0.8',
      model: 'SmolLM2 135M',
    });
  });

  it('as well as it can be where it was never answered', () => {
    const unanswered = sampleColumn(pirate, { provenance: null });
    expect(columnNames(unanswered, known)).toEqual({ title: 'Pirate v1 × 0.8', model: 'SmolLM2 135M' });
    expect(columnNames(unanswered, nothing)).toEqual({
      title: 'A deleted adapter × 0.8',
      model: 'A model that is gone',
    });
  });

  it('by its place while who answered is hidden', () => {
    const [, second] = veiledComparison().columns;
    expect(columnNames(second!, known)).toBeNull();
    expect(columnTitle(second!, 1, known)).toBe('Answer 2');
  });
});

describe('a comparison in the list says', () => {
  it.each([
    [sampleComparison(), '2 answers · Not rated'],
    [sampleComparison({ choice: 1 }), '2 answers · Best: Pirate v1 × 0.8'],
    [sampleComparison({ choice: 'none', isBlind: true }), '2 blind answers · None was better'],
    [veiledComparison(), '2 blind answers · Not rated'],
    [sampleComparison({ columns: [sampleColumn(bare, { status: 'writing' })] }), '1 answers · Being written'],
  ])('what came of it', (comparison, words) => {
    expect(comparisonInWords(comparison, known)).toBe(words);
  });
});

describe('columns to begin with', () => {
  const other = { ...sampleModel, id: 'other' };

  it('are the first usable adapter with and without, at two strengths, and two models', () => {
    const adapters = [sampleAdapter({ id: 'old', archivedAt: 1 }), sampleAdapter()];
    expect(presetsFor([], adapters, [sampleModel, other]).map(({ setups }) => setups)).toEqual([
      [bare, { ...pirate, adapters: [{ adapterId: 'pirate', scale: 1 }] }],
      [
        bare,
        { ...pirate, adapters: [{ adapterId: 'pirate', scale: 0.5 }] },
        { ...pirate, adapters: [{ adapterId: 'pirate', scale: 1 }] },
      ],
      [bare, { modelId: 'other', adapters: [] }],
    ]);
  });

  it('take the adapter and the model that are chosen already', () => {
    const chosen = { modelId: 'other', adapters: [{ adapterId: 'teacher', scale: 0.2 }] };
    const adapters = [sampleAdapter(), sampleAdapter({ id: 'teacher' })];
    expect(presetsFor([chosen], adapters, [sampleModel])[0]?.setups).toEqual([
      { modelId: 'other', adapters: [] },
      { modelId: 'other', adapters: [{ adapterId: 'teacher', scale: 1 }] },
    ]);
  });

  it('are none where there is one model and no adapter', () => {
    expect(presetsFor([], [], [sampleModel])).toEqual([]);
  });
});

it('equal columns are noticed', () => {
  expect(hasEqualSetups([bare, pirate])).toBe(false);
  expect(hasEqualSetups([bare, pirate, { ...bare }])).toBe(true);
});

it('one more column is a copy of the last, up to four', () => {
  expect(withOneMore([bare, pirate])).toEqual([bare, pirate, pirate]);
  expect(withOneMore([bare, bare, bare, pirate])).toHaveLength(4);
});
