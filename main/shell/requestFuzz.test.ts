import { describe, expect, it, vi } from 'vitest';
import { contract } from '../../preload/contract/index';
import { createRoutes, type HandlerSource, type RequestEvent } from './requestDispatcher';

const streamId = '0b0c7c3e-6c1f-4a53-9d3b-0f8f6f1f2a10';

function deep(levels: number): unknown {
  let value: unknown = null;
  for (let level = 0; level < levels; level += 1) value = { deep: value };
  return value;
}

function cyclic(): unknown {
  const value: Record<string, unknown> = {};
  value['self'] = value;
  return value;
}

const hugeText = 'x'.repeat(17_000_000);

/** What no request of the contract takes. Made afresh for each call, so that none can be spoilt by another. */
const malformed: Record<string, () => unknown> = {
  nothing: () => undefined,
  null: () => null,
  'a boolean': () => true,
  'a number': () => 1,
  'not a number': () => Number.NaN,
  infinity: () => Infinity,
  'a large integer': () => 10n ** 30n,
  'a text': () => 'x',
  'a huge text': () => hugeText,
  'an array': () => [{}],
  'a huge array': () => new Array(200_000).fill(0) as unknown,
  'a sparse array': () => new Array(100_000),
  'an unknown field': () => ({ unknown: 1 }),
  'a field named __proto__': () => JSON.parse('{"__proto__":{"admin":true}}') as unknown,
  'a field named constructor': () => JSON.parse('{"constructor":{"prototype":{"admin":true}}}') as unknown,
  'a field named toString': () => ({ toString: 1 }),
  'wrong types in known fields': () => ({
    id: 1,
    text: 1,
    url: 1,
    query: 1,
    draft: 1,
    changes: 1,
    offset: 'x',
  }),
  'numbers that are none': () => ({ id: NaN, offset: NaN, limit: NaN, conversationId: NaN }),
  'an id too long': () => ({ id: 'x'.repeat(201), conversationId: 'x'.repeat(65), messageId: 'x' }),
  'known fields and one more': () => ({ id: 'x', conversationId: 'x', more: 1 }),
  'ten thousand levels': () => deep(10_000),
  'a cycle': cyclic,
  'a cycle inside': () => ({ id: cyclic() }),
  'a date': () => new Date(0),
  'a map': () => new Map([['id', 'x']]),
  'a set': () => new Set(['id']),
  'a pattern': () => /id/,
  'an error': () => new Error('id'),
  'binary data': () => new Uint8Array(1000),
  'a buffer': () => new ArrayBuffer(1000),
  'a function': () => () => 1,
  'a symbol': () => Symbol('id'),
};

const mustNotRun = vi.fn();
const anyHandler = new Proxy(
  {},
  { getOwnPropertyDescriptor: () => ({ value: mustNotRun, configurable: true }), get: () => mustNotRun },
);
const log = { warn: vi.fn(), error: vi.fn() };
const routes = createRoutes({
  contract,
  handlers: {
    application: anyHandler as HandlerSource['application'],
    core: () => Promise.resolve(anyHandler as Awaited<ReturnType<HandlerSource['core']>>),
  },
  isOwnWindow: (id) => id === 1,
  log,
  checksOutput: true,
});
const event: RequestEvent = {
  sender: { id: 1, isDestroyed: () => false, send: () => undefined },
  senderFrame: { origin: 'loam://app', parent: null },
};

describe.each(routes)('$channel', ({ channel, dispatch }) => {
  const isStream = channel === 'loam:generation.start';

  it.each(Object.entries(malformed))('refuses %s', async (_name, make) => {
    const attempts = isStream
      ? [make(), { streamId, input: make() }, { streamId: make(), input: {} }]
      : [make()];
    for (const payload of attempts) {
      const { reply, afterReply } = await dispatch(event, payload);
      expect(afterReply).toBeNull();
      expect(reply).toMatchObject({
        ok: false,
        error: { code: 'request/invalid' },
      });
    }
    expect(mustNotRun).not.toHaveBeenCalled();
    expect(Reflect.get({}, 'admin')).toBeUndefined();
  });

  it('refuses everything, well formed or not, from anywhere else', async () => {
    for (const senderFrame of [
      null,
      { origin: 'https://example.com', parent: null },
      { origin: 'loam://app', parent: {} },
    ]) {
      const { reply } = await dispatch({ ...event, senderFrame }, {});
      expect(reply).toMatchObject({ ok: false, error: { code: 'request/foreign-sender' } });
    }
    expect(mustNotRun).not.toHaveBeenCalled();
  });
});
