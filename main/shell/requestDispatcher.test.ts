import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { LoamError } from '../../preload/contract/errors';
import { contract } from '../../preload/contract/index';
import { event, request, stream, type Emit, type StreamPartMessage } from '../../preload/contract/members';
import { createRoutes, type DispatcherOptions, type RequestEvent } from './requestDispatcher';

const partSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text-delta'), text: z.string() }),
  z.object({ type: z.literal('end') }),
]);

const smallContract = {
  application: { info: request(z.strictObject({}), z.object({ version: z.string() })) },
  notes: {
    add: request(
      z.strictObject({ text: z.string().min(1, 'A note needs text.') }),
      z.object({ id: z.number() }),
    ),
    tell: stream({
      input: z.strictObject({}),
      started: z.object({ streamId: z.string() }),
      part: partSchema,
    }),
    changed: event(z.null()),
  },
};

const streamId = '0b0c7c3e-6c1f-4a53-9d3b-0f8f6f1f2a10';

type AnyFunction = (...parameters: never[]) => unknown;

function setUp(
  handlers: { notes?: Record<string, AnyFunction>; application?: Record<string, AnyFunction> } = {},
) {
  const log = { warn: vi.fn(), error: vi.fn() };
  const options = {
    contract: smallContract,
    handlers: {
      application: { info: () => ({ version: '1' }), ...handlers.application },
      core: () => Promise.resolve({ notes: handlers.notes ?? {} }),
    },
    isOwnWindow: (id: number) => id === 1,
    log,
    checksOutput: true,
    // The dispatcher loops over whatever contract it is given; its handler types are those of the real one.
  } as unknown as DispatcherOptions;
  const sent: { channel: string; message: StreamPartMessage }[] = [];
  const ownEvent = {
    sender: {
      id: 1,
      isDestroyed: vi.fn(() => false),
      send: (channel: string, message: StreamPartMessage) => sent.push({ channel, message }),
    },
    senderFrame: { origin: 'loam://app', parent: null },
  } satisfies RequestEvent;
  const dispatch = async (channel: string, payload: unknown, from: RequestEvent = ownEvent) => {
    const route = createdRoutes.find((candidate) => candidate.channel === channel);
    if (route === undefined) throw new Error(`no route ${channel}`);
    return route.dispatch(from, payload);
  };
  const createdRoutes = createRoutes(options);
  return { routes: createdRoutes, dispatch, log, sent, ownEvent, options };
}

function failure(code: string) {
  return { reply: { ok: false, error: expect.objectContaining({ code }) as unknown }, afterReply: null };
}

describe('routes', () => {
  it('exist for every request and stream of the contract and for no event', () => {
    const { options } = setUp();
    const channels = createRoutes({ ...options, contract }).map(({ channel }) => channel);
    const expected = Object.entries(contract).flatMap(([domain, members]) =>
      Object.entries(members)
        .filter(([, member]) => member.kind !== 'event')
        .map(([name]) => `loam:${domain}.${name}`),
    );
    expect(channels).toEqual(expected);
    expect(channels).toContain('loam:generation.start');
    expect(channels).not.toContain('loam:settings.changed');
  });
});

describe('requests', () => {
  it('reach their handler parsed and come back in an envelope', async () => {
    const add = vi.fn(() => ({ id: 7 }));
    const { dispatch } = setUp({ notes: { add } });
    expect(await dispatch('loam:notes.add', { text: 'x' })).toEqual({
      reply: { ok: true, value: { id: 7 } },
      afterReply: null,
    });
    expect(add).toHaveBeenCalledWith({ text: 'x' }, { streamId: '' });
  });

  it.each([
    ['nothing', undefined],
    ['a wrong type', { text: 1 }],
    ['an unknown field', { text: 'x', more: 1 }],
    ['a __proto__ field', JSON.parse('{"text":"x","__proto__":{"admin":true}}')],
    ['a number that is none', Number.NaN],
    ['a map', new Map([['text', 'x']])],
    ['a string too long', { text: 'x'.repeat(20_000_000) }],
  ])('with %s are refused before the handler runs', async (_name, payload) => {
    const add = vi.fn(() => ({ id: 7 }));
    const { dispatch } = setUp({ notes: { add } });
    expect(await dispatch('loam:notes.add', payload)).toEqual(failure('request/invalid'));
    expect(add).not.toHaveBeenCalled();
    expect(Reflect.get({}, 'admin')).toBeUndefined();
  });

  it('are refused in the words of the contract, without the value that was sent', async () => {
    const { dispatch } = setUp();
    const { reply } = await dispatch('loam:notes.add', { text: '' });
    expect(reply).toMatchObject({
      error: { message: 'Loam cannot use this input. text: A note needs text.' },
    });
    const unknownField = await dispatch('loam:notes.add', { text: 'x', ['/home/me/secret']: 1 });
    expect(JSON.stringify(unknownField.reply)).not.toContain('secret');
  });

  it.each([
    ['a destroyed frame', { senderFrame: null }],
    ['a frame in the page', { senderFrame: { origin: 'loam://app', parent: {} } }],
    ['a foreign origin', { senderFrame: { origin: 'https://example.com', parent: null } }],
    ['another window', { sender: { id: 2, isDestroyed: () => false, send: () => undefined } }],
  ])('from %s are refused before anything is parsed', async (_name, change) => {
    const add = vi.fn(() => ({ id: 7 }));
    const { dispatch, ownEvent, log } = setUp({ notes: { add } });
    const foreign: RequestEvent = { ...ownEvent, ...change };
    expect(await dispatch('loam:notes.add', { text: 'x' }, foreign)).toEqual(
      failure('request/foreign-sender'),
    );
    expect(await dispatch('loam:notes.tell', { streamId, input: {} }, foreign)).toEqual(
      failure('request/foreign-sender'),
    );
    expect(add).not.toHaveBeenCalled();
    expect(log.warn).toHaveBeenCalledTimes(2);
  });

  it('from a frame that throws when it is looked at are answered all the same', async () => {
    const { dispatch, ownEvent } = setUp();
    const senderFrame = {
      parent: null,
      get origin(): string {
        throw new Error('Render frame was disposed');
      },
    };
    const { reply } = await dispatch('loam:notes.add', { text: 'x' }, { ...ownEvent, senderFrame });
    expect(reply.ok).toBe(false);
  });

  it('that fail come back with the code, the words and nothing else', async () => {
    const error = new LoamError('model/none', 'Choose a model.', {
      retryable: true,
      cause: new Error('/secret'),
    });
    const { dispatch } = setUp({ notes: { add: () => Promise.reject(error) } });
    expect(await dispatch('loam:notes.add', { text: 'x' })).toEqual({
      reply: { ok: false, error: { code: 'model/none', message: 'Choose a model.', retryable: true } },
      afterReply: null,
    });
  });

  it('that meet a bug tell the log the error and the window only that there was one', async () => {
    const bug = new Error('cannot read /home/me of undefined');
    const { dispatch, log } = setUp({
      notes: {
        add: () => {
          throw bug;
        },
      },
    });
    const { reply } = await dispatch('loam:notes.add', { text: 'x' });
    expect(reply).toMatchObject({ ok: false, error: { code: 'internal/unexpected' } });
    expect(JSON.stringify(reply)).not.toContain('/home/me');
    expect(log.error).toHaveBeenCalledWith('request failed unexpectedly', {
      request: 'notes.add',
      error: bug,
    });
  });

  it('whose handler breaks the contract fail in development', async () => {
    const notes = { add: () => ({ id: 'seven' }) };
    const { dispatch, log } = setUp({ notes });
    expect(await dispatch('loam:notes.add', { text: 'x' })).toEqual(failure('internal/unexpected'));
    expect(log.error).toHaveBeenCalledTimes(1);
  });

  it('whose handler is missing, or only inherited, are unknown', async () => {
    const { dispatch } = setUp({
      notes: Object.create({ add: () => ({ id: 1 }) }) as Record<string, AnyFunction>,
    });
    expect(await dispatch('loam:notes.add', { text: 'x' })).toEqual(failure('request/unknown'));
  });

  it('that need a core which could not start tell why, while the others are answered', async () => {
    const { options, ownEvent } = setUp();
    const core = () => Promise.reject(new LoamError('storage/newer-version', 'Made by a newer Loam.'));
    const routes = createRoutes({ ...options, handlers: { ...options.handlers, core } });
    const dispatch = (channel: string, payload: unknown) =>
      routes.find((route) => route.channel === channel)?.dispatch(ownEvent, payload);
    expect(await dispatch('loam:notes.add', { text: 'x' })).toEqual(failure('storage/newer-version'));
    expect(await dispatch('loam:application.info', {})).toMatchObject({ reply: { ok: true } });
  });
});

describe('streams', () => {
  const tell = (run: (emit: Emit<unknown>) => Promise<void>) => ({
    tell: (_input: unknown, context: { streamId: string }) => ({
      started: { streamId: context.streamId },
      run,
    }),
  });
  const call = { streamId, input: {} };

  it('acknowledge first and send their numbered parts only after the reply', async () => {
    const { dispatch, sent } = setUp({
      notes: tell((emit) => {
        emit({ type: 'text-delta', text: 'a' });
        emit({ type: 'end' });
        return Promise.resolve();
      }),
    });
    const { reply, afterReply } = await dispatch('loam:notes.tell', call);
    expect(reply).toEqual({ ok: true, value: { streamId } });
    expect(sent).toEqual([]);
    await afterReply?.();
    expect(sent).toEqual([
      {
        channel: 'loam:notes.tell',
        message: { streamId, sequence: 0, part: { type: 'text-delta', text: 'a' } },
      },
      { channel: 'loam:notes.tell', message: { streamId, sequence: 1, part: { type: 'end' } } },
    ]);
  });

  it.each([
    ['no id', { input: {} }],
    ['an id that is no uuid', { streamId: 'x', input: {} }],
    ['a wrong input', { streamId, input: { more: 1 } }],
    ['a bare input', {}],
    ['more than id and input', { streamId, input: {}, more: 1 }],
  ])('with %s are refused', async (_name, payload) => {
    const { dispatch } = setUp({ notes: tell(() => Promise.resolve()) });
    expect(await dispatch('loam:notes.tell', payload)).toEqual(failure('request/invalid'));
  });

  it('cannot share an id while they run, and can take it again afterwards', async () => {
    const { dispatch } = setUp({
      notes: tell((emit) => {
        emit({ type: 'end' });
        return Promise.resolve();
      }),
    });
    const first = await dispatch('loam:notes.tell', call);
    expect(await dispatch('loam:notes.tell', call)).toEqual(failure('request/invalid'));
    await first.afterReply?.();
    expect((await dispatch('loam:notes.tell', call)).reply.ok).toBe(true);
  });

  it('that could not start give their id back and send nothing', async () => {
    const { dispatch, sent } = setUp({
      notes: { tell: () => Promise.reject(new LoamError('conversation/busy', 'Wait.')) },
    });
    expect(await dispatch('loam:notes.tell', call)).toEqual(failure('conversation/busy'));
    expect(await dispatch('loam:notes.tell', call)).toEqual(failure('conversation/busy'));
    expect(sent).toEqual([]);
  });

  it('go on without a window that is gone', async () => {
    const run = vi.fn((emit: Emit<unknown>) => {
      emit({ type: 'end' });
      return Promise.resolve();
    });
    const { dispatch, sent, ownEvent } = setUp({ notes: tell(run) });
    const { afterReply } = await dispatch('loam:notes.tell', call);
    ownEvent.sender.isDestroyed.mockReturnValue(true);
    await afterReply?.();
    expect(run).toHaveBeenCalledOnce();
    expect(sent).toEqual([]);
  });

  it.each([
    ['ends without a terminal part', () => Promise.resolve()],
    ['throws outside its parts', () => Promise.reject(new Error('bug'))],
    [
      'emits what the contract does not know',
      (emit: Emit<unknown>) => {
        emit({ type: 'surprise' });
        emit({ type: 'end' });
        return Promise.resolve();
      },
    ],
  ])('are a bug for the log when one %s', async (_name, run) => {
    const { dispatch, log } = setUp({ notes: tell(run) });
    await (await dispatch('loam:notes.tell', call)).afterReply?.();
    expect(log.error).toHaveBeenCalledTimes(1);
  });
});
