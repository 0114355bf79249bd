import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { buildBridge, type IpcRendererLike } from './bridge';
import { contract } from './contract/index';
import { memberNames } from './contract/memberNames';

class FakeIpc extends EventEmitter implements IpcRendererLike {
  invoke = vi.fn<(channel: string, payload: unknown) => Promise<unknown>>();

  /** What the router sends, with the event object that must not reach the page. */
  receive(channel: string, message: unknown): void {
    this.emit(channel, { sender: 'the event' }, message);
  }
}

const streamChannel = 'loam:generation.start';
const turn = { type: 'send', parentId: null, text: 'hi' } as const;
const input = { conversationId: 'c', turn };

function setUp() {
  const ipc = new FakeIpc();
  let streams = 0;
  const bridge = buildBridge(ipc, () => `stream-${(streams += 1)}`);
  return { ipc, bridge };
}

describe('member names', () => {
  it('say of every member of the contract what kind it is', () => {
    const kinds = Object.fromEntries(
      Object.entries(contract).map(([domain, members]) => [
        domain,
        Object.fromEntries(Object.entries(members).map(([name, member]) => [name, member.kind])),
      ]),
    );
    expect(memberNames).toEqual(kinds);
  });
});

describe('bridge', () => {
  it('has one function for each member of the contract and nothing else', () => {
    const { bridge } = setUp();
    const names = (value: object) =>
      Object.fromEntries(
        Object.entries(value).map(([domain, members]) => [domain, Object.keys(members as object)]),
      );
    expect(names(bridge)).toEqual(names(contract));
    for (const members of Object.values(bridge)) {
      for (const member of Object.values(members)) expect(member).toBeTypeOf('function');
    }
  });

  it('cannot be changed', () => {
    const { bridge } = setUp();
    expect(Object.isFrozen(bridge)).toBe(true);
    for (const members of Object.values(bridge)) {
      expect(Object.isFrozen(members)).toBe(true);
      expect(Object.values(members).every((member) => Object.isFrozen(member))).toBe(true);
    }
  });

  it('passes a request on and its envelope back', async () => {
    const { ipc, bridge } = setUp();
    ipc.invoke.mockResolvedValue({ ok: true, value: [] });
    expect(await bridge.assistants.list({})).toEqual({ ok: true, value: [] });
    expect(ipc.invoke.mock.calls).toEqual([['loam:assistants.list', {}]]);
  });

  it('answers an envelope also when a payload cannot be sent', async () => {
    const { ipc, bridge } = setUp();
    ipc.invoke.mockRejectedValue(new Error('An object could not be cloned.'));
    expect(await bridge.assistants.list({})).toMatchObject({ ok: false, error: { code: 'request/invalid' } });
  });

  it('gives listeners the payload without the event, until they unsubscribe', () => {
    const { ipc, bridge } = setUp();
    const listener = vi.fn();
    const unsubscribe = bridge.conversations.changed(listener);
    ipc.receive('loam:conversations.changed', { id: 'a' });
    unsubscribe();
    ipc.receive('loam:conversations.changed', { id: 'b' });
    expect(listener.mock.calls).toEqual([[{ id: 'a' }]]);
    expect(ipc.listenerCount('loam:conversations.changed')).toBe(0);
  });

  it('listens for the parts of a stream before it asks for it, until the terminal part', async () => {
    const { ipc, bridge } = setUp();
    let listenersAtStart = 0;
    ipc.invoke.mockImplementation(() => {
      listenersAtStart = ipc.listenerCount(streamChannel);
      return Promise.resolve({ ok: true, value: {} });
    });
    const onPart = vi.fn();
    await bridge.generation.start(input, onPart);
    expect(listenersAtStart).toBe(1);
    expect(ipc.invoke.mock.calls).toEqual([[streamChannel, { streamId: 'stream-1', input }]]);
    const messages = [
      { streamId: 'stream-1', sequence: 0, part: { type: 'text-delta' } },
      { streamId: 'stream-1', sequence: 1, part: { type: 'end' } },
    ];
    for (const message of messages) ipc.receive(streamChannel, message);
    expect(onPart.mock.calls).toEqual(messages.map((message) => [message]));
    expect(ipc.listenerCount(streamChannel)).toBe(0);
  });

  it('keeps streams that run at once apart', async () => {
    const { ipc, bridge } = setUp();
    ipc.invoke.mockResolvedValue({ ok: true, value: {} });
    const [first, second] = [vi.fn(), vi.fn()];
    await bridge.generation.start(input, first);
    await bridge.generation.start(input, second);
    const message = { streamId: 'stream-2', sequence: 0, part: { type: 'end' } };
    ipc.receive(streamChannel, message);
    expect(first).not.toHaveBeenCalled();
    expect(second.mock.calls).toEqual([[message]]);
    expect(ipc.listenerCount(streamChannel)).toBe(1);
  });

  it('stops listening when the stream could not start', async () => {
    const { ipc, bridge } = setUp();
    ipc.invoke.mockResolvedValue({ ok: false, error: {} });
    await bridge.generation.start(input, vi.fn());
    ipc.invoke.mockRejectedValue(new Error('x'));
    await bridge.generation.start(input, vi.fn());
    expect(ipc.listenerCount(streamChannel)).toBe(0);
  });
});
