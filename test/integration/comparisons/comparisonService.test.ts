import { beforeEach, describe, expect, it } from 'vitest';
import type { ComparisonService } from '../../../main/comparisons/comparisonService';
import {
  comparisonPartSchema,
  type Comparison,
  type ComparisonPart,
} from '../../../preload/contract/comparisons';
import { LoamError } from '../../../preload/contract/errors';
import { defaultSampling } from '../../../preload/contract/sampling';
import {
  adapted,
  base,
  compare,
  input,
  large,
  openComparisons,
  type ComparisonWorld,
} from './openComparisons';

let world: ComparisonWorld;

beforeEach(async () => {
  world = await openComparisons();
});

function textsOf({ columns }: Comparison): string[] {
  return columns.map(({ text }) => text);
}

describe('a comparison', () => {
  it('asks every setup the same question with the same seed, one after the other', async () => {
    const { stored } = await compare(world.service());
    expect(world.asked).toEqual(['small', 'small+pirate']);
    const requests = [...world.models.values()].flatMap((model) => model.requests);
    expect(new Set(requests.map((request) => JSON.stringify(request))).size).toBe(1);
    expect(requests[0]).toMatchObject({
      messages: [
        { role: 'system', text: 'Be brief.' },
        { role: 'user', text: 'Who are you?' },
      ],
      seed: stored.seed,
    });
  });

  it('draws a seed where the sampling leaves it open, and takes the given one', async () => {
    const comparing = world.service((upperBound) => upperBound - 1);
    expect((await compare(comparing)).stored.seed).toBe(2 ** 32 - 1);
    expect((await compare(comparing, { sampling: { ...defaultSampling, seed: 7 } })).stored.seed).toBe(7);
  });

  it('is stored with who answered, what was said and how it was made', async () => {
    const { stored } = await compare(world.service());
    expect(stored.columns).toEqual([
      expect.objectContaining({ setup: base, text: 'I am small', status: 'complete', error: null }),
      expect.objectContaining({ setup: adapted, text: 'I am small+pirate', status: 'complete' }),
    ]);
    expect(stored.columns[1]?.provenance).toMatchObject({
      modelName: 'Model small',
      adapters: [{ id: 'pirate', scale: 0.8 }],
      systemPrompt: 'Be brief.',
      seed: stored.seed,
      completionTokens: 2,
      stopReason: 'end',
    });
  });

  it('tells the window each column’s words in order, and ends with exactly one terminal part', async () => {
    const { parts, stored } = await compare(world.service());
    expect(parts.map((part) => (part.type === 'end' ? 'end' : `${part.column} ${part.type}`))).toEqual([
      ...[0, 1].flatMap((column) => [
        `${column} phase`,
        `${column} phase`,
        `${column} text-delta`,
        `${column} text-delta`,
        `${column} column-end`,
      ]),
      'end',
    ]);
    expect(parts.at(-1)).toEqual({ type: 'end', comparison: stored });
    for (const part of parts) expect(comparisonPartSchema.parse(part)).toEqual(part);
  });

  it('goes on with the next column when one fails, and keeps what that one said', async () => {
    world.scripts['small'] = {
      pieces: ['Well'],
      failure: new LoamError('worker/crashed', 'The model stopped.'),
    };
    const { stored } = await compare(world.service());
    expect(stored.columns).toMatchObject([
      { text: 'Well', status: 'failed', error: { code: 'worker/crashed', message: 'The model stopped.' } },
      { text: 'I am small+pirate', status: 'complete' },
    ]);
  });

  it('refuses a question that does not fit into a window, in that column', async () => {
    const { stored } = await compare(world.service(), { question: 'word '.repeat(2100) });
    expect(stored.columns.map(({ error }) => error?.code)).toEqual([
      'generation/prompt-too-long',
      'generation/prompt-too-long',
    ]);
    expect(world.asked).toEqual([]);
  });

  it('is listed newest first, and gone once it is deleted', async () => {
    const comparing = world.service();
    const { stored: first } = await compare(comparing, { question: 'First?' });
    const { stored: second } = await compare(comparing, { question: 'Second?' });
    expect(comparing.list(10).map(({ question }) => question)).toEqual(['Second?', 'First?']);
    expect(comparing.list(1)).toHaveLength(1);
    comparing.remove(first.id);
    expect(comparing.list(10)).toEqual([second]);
    expect(() => comparing.remove(first.id)).toThrow(
      expect.objectContaining({ code: 'comparison/not-found' }),
    );
  });
});

describe('stopping', () => {
  /** Starts a comparison and stops it after the first word of the first column. */
  async function stopAfterFirstWord(comparing: ComparisonService): Promise<ComparisonPart[]> {
    world.scripts['small'] = { pieces: ['One', ' two', ' three'], delayMs: 5 };
    const parts: ComparisonPart[] = [];
    const { comparison, run } = comparing.start(input());
    await run((part) => {
      parts.push(part);
      if (part.type === 'text-delta') comparing.cancel(comparison.id);
    });
    return parts;
  }

  it('keeps what was said and leaves out the columns that wait', async () => {
    const comparing = world.service();
    const parts = await stopAfterFirstWord(comparing);
    const [stored] = comparing.list(1);
    expect(stored?.columns).toMatchObject([
      { text: 'One', status: 'stopped', provenance: { stopReason: 'cancelled' } },
      { text: '', status: 'stopped', provenance: null },
    ]);
    expect(world.asked).toEqual(['small']);
    expect(parts.filter(({ type }) => type === 'end')).toEqual([{ type: 'end', comparison: stored }]);
  });

  it('is fine when nothing is written', () => {
    expect(() => world.service().cancel('nothing')).not.toThrow();
  });

  it('lets a second comparison begin only when the first has ended', async () => {
    const comparing = world.service();
    world.scripts['small'] = { pieces: ['One', ' two'], delayMs: 5 };
    await Promise.all([compare(comparing, { setups: [base, large] }), compare(comparing)]);
    expect(world.asked).toEqual(['small', 'large', 'small', 'small+pirate']);
  });

  it('leaves nothing of a comparison that is deleted while it is written', async () => {
    const comparing = world.service();
    const { comparison, run } = comparing.start(input());
    await run((part) => {
      if (part.type === 'text-delta' && comparing.list(1).length > 0) comparing.remove(comparison.id);
    });
    expect(comparing.list(10)).toEqual([]);
  });

  it('is waited for when the app closes, with what was said on the disk', async () => {
    const comparing = world.service();
    world.scripts['small'] = { pieces: ['One', ' two', ' three'], delayMs: 5 };
    const { promise: hasWord, resolve } = Promise.withResolvers<null>();
    const running = comparing.start(input()).run((part) => {
      if (part.type === 'text-delta') resolve(null);
    });
    await hasWord;
    await comparing.dispose();
    expect(textsOf(comparing.list(1)[0]!)).toEqual(['One', '']);
    await running;
  });
});

describe('rating', () => {
  it('stores the best column of an open comparison, and lets the user think again', async () => {
    const comparing = world.service();
    const { stored } = await compare(comparing);
    expect(comparing.choose(stored.id, 0).choice).toBe(0);
    expect(comparing.choose(stored.id, 'none').choice).toBe('none');
    expect(comparing.list(1)[0]?.choice).toBe('none');
  });

  it('refuses a column that there is not', async () => {
    const comparing = world.service();
    const { stored } = await compare(comparing);
    expect(() => comparing.choose(stored.id, 2)).toThrow(
      expect.objectContaining({ code: 'request/invalid' }),
    );
    expect(() => comparing.choose('nothing', 0)).toThrow(
      expect.objectContaining({ code: 'comparison/not-found' }),
    );
  });
});

describe('after a crash', () => {
  it('columns that nobody writes any more are stopped, with the words that reached the disk', async () => {
    const comparing = world.service();
    const { comparison, run } = comparing.start(input());
    let words = 0;
    await run((part) => {
      if (part.type !== 'text-delta') return;
      words += 1;
      if (words !== 2) return;
      // What another process finds at this moment.
      const restarted = world.service();
      expect(restarted.list(1)[0]?.columns.map(({ status }) => status)).toEqual(['writing', 'waiting']);
      expect(restarted.stopUnfinished()).toBe(1);
      expect(restarted.list(1)[0]?.columns).toMatchObject([
        { status: 'stopped', text: 'I am ', setup: base },
        { status: 'stopped', text: '', setup: adapted },
      ]);
      expect(restarted.stopUnfinished()).toBe(0);
    });
    expect(words).toBe(4);
    // Whoever really writes it knows better.
    expect(comparing.list(1)[0]).toMatchObject({
      id: comparison.id,
      columns: [{ status: 'complete' }, { status: 'complete' }],
    });
  });

  it('leaves alone what is being written in this process', async () => {
    const comparing = world.service();
    const { run } = comparing.start(input());
    await run(() => expect(comparing.stopUnfinished()).toBe(0));
    expect(comparing.list(1)[0]?.columns.map(({ status }) => status)).toEqual(['complete', 'complete']);
  });

  it('a blind one that was cut off stays blind', () => {
    const comparing = world.service();
    comparing.start(input({ isBlind: true }));
    const restarted = world.service();
    restarted.stopUnfinished();
    expect(restarted.list(1)[0]?.columns).toMatchObject([
      { status: 'stopped', setup: null },
      { status: 'stopped', setup: null },
    ]);
  });
});
