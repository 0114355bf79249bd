import type { Envelope } from './contract/errors';
import type { LoamBridge } from './contract/index';
import { memberNames } from './contract/memberNames';
import { channelName, type StreamPartMessage } from './contract/members';

/** The part of Electron's ipcRenderer that the bridge uses. */
export interface IpcRendererLike {
  invoke(channel: string, payload: unknown): Promise<unknown>;
  on(channel: string, listener: (event: unknown, message: unknown) => void): unknown;
  off(channel: string, listener: (event: unknown, message: unknown) => void): unknown;
}

type Listener = (message: unknown) => void;

const unsendable: Envelope<never> = {
  ok: false,
  error: { code: 'request/invalid', message: 'Loam cannot send this request.', retryable: false },
};

/**
 * Everything the page can reach: one function for each member of the contract and nothing else. Requests and streams
 * resolve with an envelope and never reject; what listeners get is the bare value, never Electron's event.
 *
 * @param newStreamId makes a fresh uuid for each stream
 */
export function buildBridge(ipc: IpcRendererLike, newStreamId: () => string): LoamBridge {
  const builders = {
    request: (channel: string) => (input: unknown) => ask(ipc, channel, input),
    event: (channel: string) => (listener: unknown) => subscribe(ipc, channel, listener),
    stream: (channel: string) => streamStarter(ipc, channel, newStreamId),
  };
  const domains = Object.entries(memberNames).map(([domain, members]) => {
    const functions = Object.entries(members).map(
      ([name, kind]) => [name, Object.freeze(builders[kind](channelName(domain, name)))] as const,
    );
    return [domain, Object.freeze(Object.fromEntries(functions))] as const;
  });
  // memberNames is checked against the contract by the compiler; the loop forgets which function is which.
  return Object.freeze(Object.fromEntries(domains)) as LoamBridge;
}

async function ask(ipc: IpcRendererLike, channel: string, payload: unknown): Promise<Envelope<unknown>> {
  try {
    // The router answers nothing but envelopes.
    return (await ipc.invoke(channel, payload)) as Envelope<unknown>;
  } catch {
    // The router never rejects, so the payload did not even get there: it cannot be cloned.
    return unsendable;
  }
}

function subscribe(ipc: IpcRendererLike, channel: string, listener: unknown): () => void {
  if (!isListener(listener)) throw new TypeError('Listening takes a function.');
  const receive = (_event: unknown, payload: unknown): void => {
    listener(payload);
  };
  ipc.on(channel, receive);
  return () => {
    ipc.off(channel, receive);
  };
}

function streamStarter(ipc: IpcRendererLike, channel: string, newStreamId: () => string) {
  return async (input: unknown, onPart: unknown): Promise<Envelope<unknown>> => {
    if (!isListener(onPart)) return unsendable;
    const streamId = newStreamId();
    const stop = subscribe(ipc, channel, (message: StreamPartMessage<{ type: string }>) => {
      if (message.streamId !== streamId) return;
      if (message.part.type === 'end') stop();
      onPart(message);
    });
    const reply = await ask(ipc, channel, { streamId, input });
    if (!reply.ok) stop();
    return reply;
  };
}

function isListener(value: unknown): value is Listener {
  return typeof value === 'function';
}
