import { beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../../main/log/logger';
import { ComparisonService, type ComparisonStart } from '../../../main/comparisons/comparisonService';
import {
  comparisonPartSchema,
  comparisonSchema,
  type Comparison,
  type ComparisonPart,
  type ComparisonSetup,
} from '../../../preload/contract/comparisons';
import { LoamError } from '../../../preload/contract/errors';
import { defaultSampling } from '../../../preload/contract/sampling';
import { RecordingLanguageModel, type Script } from '../../helpers/recordingLanguageModel';
import { openTestServices, type TestServices } from '../../helpers/testServices';

const base: ComparisonSetup = { modelId: 'small', adapters: [] };
const adapted: ComparisonSetup = { modelId: 'small', adapters: [{ adapterId: 'pirate', scale: 0.8 }] };
const large: ComparisonSetup = { modelId: 'large', adapters: [] };

let services: TestServices;
/** What each setup says, by the model's and adapters' ids. */
let scripts: Record<string, Script>;
let models: Map<string, RecordingLanguageModel>;
/** The order in which models were asked. */
let asked: string[];

function keyOf({ modelId, adapters }: ComparisonSetup): string {
  return [modelId ?? 'default', ...adapters.map(({ adapterId }) => adapterId)].join('+');
}

function modelFor(setup: ComparisonSetup): RecordingLanguageModel {
  const key = keyOf(setup);
  const model = new RecordingLanguageModel(
    () => {
      asked.push(key);
      return scripts[key] ?? { pieces: [`I am `, key] };
    },
    {
      modelId: setup.modelId ?? 'default',
      modelName: `Model ${setup.modelId ?? 'default'}`,
      adapters: setup.adapters.map(({ adapterId, scale }) => ({
        id: adapterId,
        name: adapterId,
        version: 1,
        sha256: 'b'.repeat(64),
        scale,
      })),
    },
  );
  models.set(key, model);
  return model;
}

function service(random?: (upperBound: number) => number): ComparisonService {
  const { database, clock } = services;
  return new ComparisonService({
    database,
    languageModelFor: modelFor,
    clock,
    logger: silentLogger,
    ...(random && { random }),
  });
}

function input(changes: Partial<ComparisonStart> = {}): ComparisonStart {
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
async function compare(comparing: ComparisonService, changes: Partial<ComparisonStart> = {}) {
  const parts: ComparisonPart[] = [];
  const { comparison, run } = comparing.start(input(changes));
  await run((part) => parts.push(part));
  return { started: comparison, parts, stored: comparing.list(10).find(({ id }) => id === comparison.id)! };
}

function textsOf({ columns }: Comparison): string[] {
  return columns.map(({ text }) => text);
}

beforeEach(async () => {
  services = await openTestServices();
  scripts = {};
  models = new Map();
  asked = [];
});

describe('a comparison', () => {
  it('asks every setup the same question with the same seed, one after the other', async () => {
    const { stored } = await compare(service());
    expect(asked).toEqual(['small', 'small+pirate']);
    const requests = [...models.values()].flatMap((model) => model.requests);
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
    const comparing = service((upperBound) => upperBound - 1);
    expect((await compare(comparing)).stored.seed).toBe(2 ** 32 - 1);
    expect((await compare(comparing, { sampling: { ...defaultSampling, seed: 7 } })).stored.seed).toBe(7);
  });

  it('is stored with who answered, what was said and how it was made', async () => {
    const { stored } = await compare(service());
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
    const { parts, stored } = await compare(service());
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
    scripts['small'] = { pieces: ['Well'], failure: new LoamError('worker/crashed', 'The model stopped.') };
    const { stored } = await compare(service());
    expect(stored.columns).toMatchObject([
      { text: 'Well', status: 'failed', error: { code: 'worker/crashed', message: 'The model stopped.' } },
      { text: 'I am small+pirate', status: 'complete' },
    ]);
  });

  it('refuses a question that does not fit into a window, in that column', async () => {
    const { stored } = await compare(service(), { question: 'word '.repeat(2100) });
    expect(stored.columns.map(({ error }) => error?.code)).toEqual([
      'generation/prompt-too-long',
      'generation/prompt-too-long',
    ]);
    expect(asked).toEqual([]);
  });

  it('is listed newest first, and gone once it is deleted', async () => {
    const comparing = service();
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
    scripts['small'] = { pieces: ['One', ' two', ' three'], delayMs: 5 };
    const parts: ComparisonPart[] = [];
    const { comparison, run } = comparing.start(input());
    await run((part) => {
      parts.push(part);
      if (part.type === 'text-delta') comparing.cancel(comparison.id);
    });
    return parts;
  }

  it('keeps what was said and leaves out the columns that wait', async () => {
    const comparing = service();
    const parts = await stopAfterFirstWord(comparing);
    const [stored] = comparing.list(1);
    expect(stored?.columns).toMatchObject([
      { text: 'One', status: 'stopped', provenance: { stopReason: 'cancelled' } },
      { text: '', status: 'stopped', provenance: null },
    ]);
    expect(asked).toEqual(['small']);
    expect(parts.filter(({ type }) => type === 'end')).toEqual([{ type: 'end', comparison: stored }]);
  });

  it('is fine when nothing is written', () => {
    expect(() => service().cancel('nothing')).not.toThrow();
  });

  it('lets a second comparison begin only when the first has ended', async () => {
    const comparing = service();
    scripts['small'] = { pieces: ['One', ' two'], delayMs: 5 };
    await Promise.all([compare(comparing, { setups: [base, large] }), compare(comparing)]);
    expect(asked).toEqual(['small', 'large', 'small', 'small+pirate']);
  });

  it('leaves nothing of a comparison that is deleted while it is written', async () => {
    const comparing = service();
    const { comparison, run } = comparing.start(input());
    await run((part) => {
      if (part.type === 'text-delta' && comparing.list(1).length > 0) comparing.remove(comparison.id);
    });
    expect(comparing.list(10)).toEqual([]);
  });

  it('is waited for when the app closes, with what was said on the disk', async () => {
    const comparing = service();
    scripts['small'] = { pieces: ['One', ' two', ' three'], delayMs: 5 };
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

describe('a blind comparison', () => {
  const blind = { isBlind: true, setups: [base, adapted, large] };

  /** Words that would tell who answered. */
  const identifying = /small|large|pirate|Model|sha256|tokensPerSecond|durationMs|loading-model/;

  function withoutWords(value: unknown): string {
    return JSON.stringify(value, (key, inner: unknown) => (key === 'text' ? '' : inner));
  }

  it('asks the setups in an order drawn by lot', async () => {
    await compare(
      service((upperBound) => upperBound - 1),
      blind,
    );
    expect(asked).toEqual(['large', 'small+pirate', 'small']);
  });

  it('draws every order about as often as any other', () => {
    const counts = new Map<string, number>();
    const comparing = service();
    for (let round = 0; round < 240; round += 1) {
      const { comparison } = comparing.start(input(blind));
      // Another process may rate what nobody here answers.
      service().choose(comparison.id, 'none');
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
    const { started, parts, stored } = await compare(service(), blind);
    for (const shown of [started, stored, ...parts]) expect(withoutWords(shown)).not.toMatch(identifying);
    expect(stored.columns.map(({ setup, provenance }) => [setup, provenance])).toEqual(
      Array.from({ length: 3 }, () => [null, null]),
    );
    expect(comparisonSchema.parse(stored)).toEqual(stored);
  });

  it('hides the reason of a failure, which may name the model', async () => {
    scripts['small'] = {
      pieces: [],
      failure: new LoamError('model/out-of-memory', 'Model small needs 5 GB.'),
    };
    const comparing = service();
    const { parts, stored } = await compare(comparing, blind);
    expect(withoutWords([parts, stored])).not.toMatch(identifying);
    const opened = comparing.choose(stored.id, 'none');
    expect(opened.columns.find(({ status }) => status === 'failed')?.error).toMatchObject({
      code: 'model/out-of-memory',
      message: 'Model small needs 5 GB.',
    });
  });

  it('tells everything once it is rated, also after a restart', async () => {
    const comparing = service((upperBound) => upperBound - 1);
    const { stored } = await compare(comparing, blind);
    const opened = comparing.choose(stored.id, 1);
    expect(opened).toMatchObject({
      choice: 1,
      columns: [{ setup: large }, { setup: adapted }, { setup: base }],
    });
    expect(opened.columns[1]?.provenance?.adapters).toMatchObject([{ id: 'pirate', scale: 0.8 }]);
    expect(service().list(1)).toEqual([opened]);
  });

  it('keeps its verdict, because the names are known after it', async () => {
    const comparing = service();
    const { stored } = await compare(comparing, blind);
    comparing.choose(stored.id, 0);
    expect(() => comparing.choose(stored.id, 1)).toThrow(/verdict/);
    expect(comparing.list(1)[0]?.choice).toBe(0);
  });

  it('cannot be rated while it is written', async () => {
    const comparing = service();
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

describe('rating', () => {
  it('stores the best column of an open comparison, and lets the user think again', async () => {
    const comparing = service();
    const { stored } = await compare(comparing);
    expect(comparing.choose(stored.id, 0).choice).toBe(0);
    expect(comparing.choose(stored.id, 'none').choice).toBe('none');
    expect(comparing.list(1)[0]?.choice).toBe('none');
  });

  it('refuses a column that there is not', async () => {
    const comparing = service();
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
    const comparing = service();
    const { comparison, run } = comparing.start(input());
    let words = 0;
    await run((part) => {
      if (part.type !== 'text-delta') return;
      words += 1;
      if (words !== 2) return;
      // What another process finds at this moment.
      const restarted = service();
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
    const comparing = service();
    const { run } = comparing.start(input());
    await run(() => expect(comparing.stopUnfinished()).toBe(0));
    expect(comparing.list(1)[0]?.columns.map(({ status }) => status)).toEqual(['complete', 'complete']);
  });

  it('a blind one that was cut off stays blind', () => {
    const comparing = service();
    comparing.start(input({ isBlind: true }));
    const restarted = service();
    restarted.stopUnfinished();
    expect(restarted.list(1)[0]?.columns).toMatchObject([
      { status: 'stopped', setup: null },
      { status: 'stopped', setup: null },
    ]);
  });
});
