import type { Contract, LoamBridge } from '../preload/contract/index';
import { deserializeError, type Envelope } from '../preload/contract/errors';
import { memberNames } from '../preload/contract/memberNames';
import type { BridgeOf, EventMember, Member, StreamPartMessage } from '../preload/contract/members';

declare global {
  interface Window {
    /** What preload exposes. Only this file touches it. */
    readonly loam: LoamBridge;
    /** Tells where a file lies that the user dropped. Only this file touches it. */
    readonly loamFiles: { readonly pathOf: (file: File) => string };
  }
}

/** A contract member as the window uses it: values instead of envelopes, parts instead of numbered messages. */
export type ApiMember<M extends Member> = M extends EventMember ? BridgeOf<M> : ApiCall<BridgeOf<M>>;

type ApiCall<Call> = Call extends (input: infer Input) => Promise<Envelope<infer Output>>
  ? (input: Input) => Promise<Output>
  : Call extends (
        input: infer Input,
        onPart: (message: StreamPartMessage<infer Part>) => void,
      ) => Promise<Envelope<infer Started>>
    ? (input: Input, onPart: (part: Part) => void) => Promise<Started>
    : never;

/**
 * Everything the window may ask for. Requests and stream starts reject with a `LoamError`; event members take a
 * listener and return the function that removes it.
 */
export type LoamApi = {
  readonly [Domain in keyof Contract]: {
    readonly [Name in keyof Contract[Domain]]: Contract[Domain][Name] extends Member
      ? ApiMember<Contract[Domain][Name]>
      : never;
  };
};

function unwrap(envelope: Envelope<unknown>): unknown {
  if (envelope.ok) return envelope.value;
  throw deserializeError(envelope.error);
}

/** Hands on a stream's parts and says so when one was lost: the terminal part then still carries the whole message. */
function partReceiver(
  channel: string,
  onPart: (part: unknown) => void,
): (message: StreamPartMessage) => void {
  let nextSequence = 0;
  return (message) => {
    if (message.sequence !== nextSequence) {
      reportError(new Error(`${channel}: part ${nextSequence} was expected, part ${message.sequence} came.`));
    }
    nextSequence = message.sequence + 1;
    onPart(message.part);
  };
}

// The loop below treats every member alike; their exact types are LoamApi's business.
type AnyCall = (...parameters: unknown[]) => Promise<Envelope<unknown>>;
type AnyBridge = Record<string, Record<string, AnyCall>>;

function wrapMember(bridge: () => AnyBridge, domain: string, name: string, kind: string): unknown {
  const call: AnyCall = (...parameters) => {
    const member = bridge()[domain]?.[name];
    if (member === undefined) throw new Error(`The bridge has no ${domain}.${name}.`);
    return member(...parameters);
  };
  if (kind === 'event') return call;
  if (kind === 'stream') {
    return async (input: unknown, onPart: (part: unknown) => void) =>
      unwrap(await call(input, partReceiver(`${domain}.${name}`, onPart)));
  }
  return async (input: unknown) => unwrap(await call(input));
}

/** Builds the api over a bridge that is looked up at each call. */
export function createApi(bridge: () => LoamBridge): LoamApi {
  // Both casts bridge the gap between the loop and the mapped types; memberNames is checked against the contract.
  const anyBridge = bridge as unknown as () => AnyBridge;
  const domains = Object.entries(memberNames).map(([domain, members]) => [
    domain,
    Object.fromEntries(
      Object.entries(members).map(([name, kind]) => [name, wrapMember(anyBridge, domain, name, kind)]),
    ),
  ]);
  return Object.fromEntries(domains) as LoamApi;
}

export const api = createApi(() => window.loam);

/** Where a dropped file lies on the disk; empty for one that lies nowhere, such as a picture out of a browser. */
export function pathOfFile(file: File): string {
  return window.loamFiles.pathOf(file);
}
