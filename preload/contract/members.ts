import type { z } from 'zod';
import type { Envelope } from './errors';

/** A question with one answer. `input` is parsed in the main process before its handler runs. */
export interface RequestMember<Input extends z.ZodType = z.ZodType, Output extends z.ZodType = z.ZodType> {
  kind: 'request';
  input: Input;
  output: Output;
}

/** Something the main process announces to every window. */
export interface EventMember<Payload extends z.ZodType = z.ZodType> {
  kind: 'event';
  payload: Payload;
}

/**
 * A long answer in parts. Starting it acknowledges with `started`; then parts follow, each with a sequence number, and
 * exactly one part whose type is `end` closes it.
 */
export interface StreamMember<
  Input extends z.ZodType = z.ZodType,
  Started extends z.ZodType = z.ZodType,
  Part extends z.ZodType = z.ZodType,
> {
  kind: 'stream';
  input: Input;
  started: Started;
  part: Part;
}

export type Member = RequestMember | EventMember | StreamMember;
export type ContractShape = Record<string, Record<string, Member>>;

export function request<Input extends z.ZodType, Output extends z.ZodType>(
  input: Input,
  output: Output,
): RequestMember<Input, Output> {
  return { kind: 'request', input, output };
}

export function event<Payload extends z.ZodType>(payload: Payload): EventMember<Payload> {
  return { kind: 'event', payload };
}

export function stream<
  Input extends z.ZodType,
  Started extends z.ZodType,
  Part extends z.ZodType,
>(definition: { input: Input; started: Started; part: Part }): StreamMember<Input, Started, Part> {
  return { kind: 'stream', ...definition };
}

/** The IPC channel of a member; a stream's parts travel on the same channel in the other direction. */
export function channelName(domain: string, member: string): string {
  return `loam:${domain}.${member}`;
}

/** What is sent for each part of a stream: `sequence` starts at 0 and grows by one, so a lost part would be seen. */
export interface StreamPartMessage<Part = unknown> {
  streamId: string;
  sequence: number;
  part: Part;
}

/** Where a stream's handler puts its parts. After the terminal part every further one is dropped. */
export type Emit<Part> = (part: Part) => void;

/**
 * What a stream's handler returns: the acknowledgement, and the work that follows it. The router sends `started`
 * first and only then calls `run`, whose `signal` is aborted when the window asks to cancel.
 */
export interface StartedStream<Started, Part> {
  started: Started;
  run: (emit: Emit<Part>) => Promise<void>;
}

export type HandlerOf<M extends Member> =
  M extends RequestMember<infer Input, infer Output>
    ? (input: z.output<Input>) => z.input<Output> | Promise<z.input<Output>>
    : M extends StreamMember<infer Input, infer Started, infer Part>
      ? (
          input: z.output<Input>,
          context: { streamId: string },
        ) =>
          | StartedStream<z.input<Started>, z.input<Part>>
          | Promise<StartedStream<z.input<Started>, z.input<Part>>>
      : never;

/** The handlers of one domain: a missing or an extra one does not compile. Events have none. */
export type DomainHandlers<D extends Record<string, Member>> = {
  [Name in keyof D as D[Name] extends EventMember ? never : Name]: HandlerOf<D[Name]>;
};

export type Handlers<C extends ContractShape> = { [Domain in keyof C]: DomainHandlers<C[Domain]> };

/** What preload exposes for a member: envelopes and plain values only. */
export type BridgeOf<M extends Member> =
  M extends RequestMember<infer Input, infer Output>
    ? (input: z.input<Input>) => Promise<Envelope<z.output<Output>>>
    : M extends StreamMember<infer Input, infer Started, infer Part>
      ? (
          input: z.input<Input>,
          onPart: (message: StreamPartMessage<z.output<Part>>) => void,
        ) => Promise<Envelope<z.output<Started>>>
      : M extends EventMember<infer Payload>
        ? (listener: (payload: z.output<Payload>) => void) => () => void
        : never;

export type Bridge<C extends ContractShape> = {
  readonly [Domain in keyof C]: { readonly [Name in keyof C[Domain]]: BridgeOf<C[Domain][Name]> };
};

/** The payload types of a contract's events by `domain.member`. */
export type EventPayloads<C extends ContractShape> = {
  [
    Key in {
      [Domain in keyof C & string]: {
        [Name in keyof C[Domain] & string]: C[Domain][Name] extends EventMember ? `${Domain}.${Name}` : never;
      }[keyof C[Domain] & string];
    }[keyof C & string]
  ]: Key extends `${infer Domain}.${infer Name}`
    ? Domain extends keyof C
      ? Name extends keyof C[Domain]
        ? C[Domain][Name] extends EventMember<infer Payload>
          ? z.output<Payload>
          : never
        : never
      : never
    : never;
};
