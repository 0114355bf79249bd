import { beforeEach, describe, expect, it } from 'vitest';
import { comparisonSchema } from '../../../preload/contract/comparisons';
import { LoamError } from '../../../preload/contract/errors';
import {
  adapted,
  base,
  compare,
  input,
  keyOf,
  large,
  openComparisons,
  type ComparisonWorld,
} from './openComparisons';

let world: ComparisonWorld;

beforeEach(async () => {
  world = await openComparisons();
});

describe('a blind comparison', () => {
  const blind = { isBlind: true, setups: [base, adapted, large] };

  /** Words that would tell who answered. */
  const identifying = /small|large|pirate|Model|sha256|tokensPerSecond|durationMs|loading-model/;

  function withoutWords(value: unknown): string {
    return JSON.stringify(value, (key, inner: unknown) => (key === 'text' ? '' : inner));
  }

  it('asks the setups in an order drawn by lot', async () => {
    await compare(
      world.service((upperBound) => upperBound - 1),
      blind,
    );
    expect(world.asked).toEqual(['large', 'small+pirate', 'small']);
  });

  it('draws every order about as often as any other', () => {
    const counts = new Map<string, number>();
    const comparing = world.service();
    for (let round = 0; round < 240; round += 1) {
      const { comparison } = comparing.start(input(blind));
      // Another process may rate what nobody here answers.
      world.service().choose(comparison.id, 'none');
    }
    for (const { columns } of comparing.list(240)) {
      const order = columns.map(({ setup }) => keyOf(setup!)).join(' ');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // 40 of each are expected; that one comes 12 times or less has a chance of one in a million.
    expect(Math.min(...counts.values())).toBeGreaterThan(12);
  });

  it('tells the window nothing of who answered: not at its start, in no part, not in the list', async () => {
    const { started, parts, stored } = await compare(world.service(), blind);
    for (const shown of [started, stored, ...parts]) expect(withoutWords(shown)).not.toMatch(identifying);
    expect(stored.columns.map(({ setup, provenance }) => [setup, provenance])).toEqual(
      Array.from({ length: 3 }, () => [null, null]),
    );
    expect(comparisonSchema.parse(stored)).toEqual(stored);
  });

  it('hides the reason of a failure, which may name the model', async () => {
    world.scripts['small'] = {
      pieces: [],
      failure: new LoamError('model/out-of-memory', 'Model small needs 5 GB.'),
    };
    const comparing = world.service();
    const { parts, stored } = await compare(comparing, blind);
    expect(withoutWords([parts, stored])).not.toMatch(identifying);
    const opened = comparing.choose(stored.id, 'none');
    expect(opened.columns.find(({ status }) => status === 'failed')?.error).toMatchObject({
      code: 'model/out-of-memory',
      message: 'Model small needs 5 GB.',
    });
  });

  it('tells everything once it is rated, also after a restart', async () => {
    const comparing = world.service((upperBound) => upperBound - 1);
    const { stored } = await compare(comparing, blind);
    const opened = comparing.choose(stored.id, 1);
    expect(opened).toMatchObject({
      choice: 1,
      columns: [{ setup: large }, { setup: adapted }, { setup: base }],
    });
    expect(opened.columns[1]?.provenance?.adapters).toMatchObject([{ id: 'pirate', scale: 0.8 }]);
    expect(world.service().list(1)).toEqual([opened]);
  });

  it('keeps its verdict, because the names are known after it', async () => {
    const comparing = world.service();
    const { stored } = await compare(comparing, blind);
    comparing.choose(stored.id, 0);
    expect(() => comparing.choose(stored.id, 1)).toThrow(/verdict/);
    expect(comparing.list(1)[0]?.choice).toBe(0);
  });

  it('cannot be rated while it is written', async () => {
    const comparing = world.service();
    const { comparison, run } = comparing.start(input(blind));
    const refusals: unknown[] = [];
    await run((part) => {
      if (part.type !== 'column-end') return;
      try {
        comparing.choose(comparison.id, 0);
      } catch (error) {
        refusals.push(error);
      }
    });
    expect(refusals).toHaveLength(3);
    expect(withoutWords(comparing.list(1))).not.toMatch(identifying);
  });
});
