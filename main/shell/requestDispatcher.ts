import { z } from 'zod';
import type { LoamHandlers } from '../../preload/contract/index';
import { LoamError, isCancellation, serializeError, type Envelope } from '../../preload/contract/errors';
import {
  channelName,
  type ContractShape,
  type RequestMember,
  type StartedStream,
  type StreamMember,
  type StreamPartMessage,
} from '../../preload/contract/members';
import { isAcceptablePayload } from './payloadLimits';
import { senderRefusal, type SenderEvent } from './senderGuard';
import type { ShellLog } from './shellLog';
import { StreamSender } from './streamSender';

/** An IPC event as far as the dispatcher uses it. */
export interface RequestEvent extends SenderEvent {
  readonly sender: {
    readonly id: number;
    isDestroyed(): boolean;
    send(channel: string, message: StreamPartMessage): void;
  };
}

/** The reply, and what is to be done once it is on its way. */
export interface Dispatched {
  reply: Envelope<unknown>;
  afterReply: (() => Promise<void>) | null;
}

export interface Route {
  channel: string;
  dispatch: (event: RequestEvent, payload: unknown) => Promise<Dispatched>;
}

/** The handlers that need no core, and those that wait for it. A core that could not start answers with its error. */
export interface HandlerSource {
  application: LoamHandlers['application'];
  core: () => Promise<Omit<LoamHandlers, 'application'>>;
}

export interface DispatcherOptions {
  contract: ContractShape;
  handlers: HandlerSource;
  isOwnWindow: (webContentsId: number) => boolean;
  log: ShellLog;
  /** Also parses what handlers answer and streams emit; a mismatch is a bug. For unpackaged builds. */
  checksOutput: boolean;
}

type AnyHandler = (input: unknown, context: { streamId: string }) => unknown;

const streamCallSchema = z.strictObject({ streamId: z.uuid(), input: z.unknown() });

/** One route for each request and each stream of the contract. A dispatch never rejects. */
export function createRoutes(options: DispatcherOptions): Route[] {
  const activeStreamIds = new Set<string>();
  const members = Object.entries(options.contract).flatMap(([domain, domainMembers]) =>
    Object.entries(domainMembers).map(([name, member]) => ({ domain, name, member })),
  );
  return members.flatMap(({ domain, name, member }) => {
    if (member.kind === 'event') return [];
    const call = new MemberCall(options, domain, name, activeStreamIds);
    return [{ channel: call.channel, dispatch: (event, payload) => call.dispatch(member, event, payload) }];
  });
}

/** How calls of one member are answered. */
class MemberCall {
  readonly channel: string;
  readonly #options: DispatcherOptions;
  readonly #domain: string;
  readonly #name: string;
  readonly #activeStreamIds: Set<string>;

  constructor(options: DispatcherOptions, domain: string, name: string, activeStreamIds: Set<string>) {
    this.channel = channelName(domain, name);
    this.#options = options;
    this.#domain = domain;
    this.#name = name;
    this.#activeStreamIds = activeStreamIds;
  }

  async dispatch(
    member: RequestMember | StreamMember,
    event: RequestEvent,
    payload: unknown,
  ): Promise<Dispatched> {
    try {
      this.#checkSender(event);
      if (!isAcceptablePayload(payload)) {
        throw new LoamError(
          'request/invalid',
          'This is too much at once, or of a kind that Loam does not take. Send less.',
        );
      }
      return member.kind === 'request'
        ? await this.#answerRequest(member, payload)
        : await this.#startStream(member, event, payload);
    } catch (error) {
      this.#logFailure(error);
      return { reply: { ok: false, error: serializeError(error) }, afterReply: null };
    }
  }

  /** As the log names it. */
  get #request(): string {
    return `${this.#domain}.${this.#name}`;
  }

  #checkSender(event: RequestEvent): void {
    const refusal = senderRefusal(event, this.#options.isOwnWindow);
    if (refusal === null) return;
    this.#options.log.warn('call from a foreign sender', { request: this.#request, status: refusal });
    throw new LoamError('request/foreign-sender', 'Only the window of Loam may ask this.');
  }

  async #answerRequest(member: RequestMember, payload: unknown): Promise<Dispatched> {
    const input = parseInput(member.input, payload);
    const handler = await this.#findHandler();
    const value = await handler(input, { streamId: '' });
    this.#checkOutput(member.output, value);
    return { reply: { ok: true, value }, afterReply: null };
  }

  async #startStream(member: StreamMember, event: RequestEvent, payload: unknown): Promise<Dispatched> {
    const call = parseInput(streamCallSchema, payload);
    const input = parseInput(member.input, call.input);
    const { streamId } = call;
    if (this.#activeStreamIds.has(streamId)) {
      throw new LoamError('request/invalid', 'This stream is running already. Start it under a new id.');
    }
    this.#activeStreamIds.add(streamId);
    try {
      const handler = await this.#findHandler();
      // The contract's mapped type makes every handler of a stream member return this shape.
      const stream = (await handler(input, { streamId })) as StartedStream<unknown, unknown>;
      this.#checkOutput(member.started, stream.started);
      const afterReply = () => this.#runStream(member, stream, streamId, event);
      return { reply: { ok: true, value: stream.started }, afterReply };
    } catch (error) {
      this.#activeStreamIds.delete(streamId);
      throw error;
    }
  }

  async #runStream(
    member: StreamMember,
    stream: StartedStream<unknown, unknown>,
    streamId: string,
    { sender }: RequestEvent,
  ): Promise<void> {
    const { log } = this.#options;
    const request = this.#request;
    const parts = new StreamSender({
      streamId,
      send: (message) => {
        if (!sender.isDestroyed()) sender.send(this.channel, message);
      },
    });
    try {
      await stream.run((part) => {
        const issue = this.#outputIssue(member.part, part);
        // The text matters more than the check: a part of a wrong shape is told to the log and still sent.
        if (issue !== null) log.error('part breaks the contract', { request, streamId, status: issue });
        parts.emit(part);
      });
      if (!parts.hasEnded) log.error('stream without a terminal part', { request, streamId });
    } catch (error) {
      log.error('stream failed outside its parts', { request, streamId, error });
    } finally {
      this.#activeStreamIds.delete(streamId);
    }
  }

  async #findHandler(): Promise<AnyHandler> {
    const { application, core } = this.#options.handlers;
    const all: Readonly<Record<string, object>> =
      this.#domain === 'application' ? { application } : { ...(await core()) };
    const domain = Object.hasOwn(all, this.#domain) ? all[this.#domain] : undefined;
    const handler: unknown =
      domain !== undefined && Object.hasOwn(domain, this.#name) ? Reflect.get(domain, this.#name) : undefined;
    if (typeof handler !== 'function') {
      throw new LoamError('request/unknown', 'This version of Loam does not know that request.');
    }
    // Found under its own name in handlers that the compiler checked against the contract.
    return handler as AnyHandler;
  }

  #checkOutput(schema: z.ZodType, value: unknown): void {
    const issue = this.#outputIssue(schema, value);
    if (issue !== null) throw new ContractBreach(issue);
  }

  #outputIssue(schema: z.ZodType, value: unknown): string | null {
    if (!this.#options.checksOutput) return null;
    const result = schema.safeParse(value);
    return result.success ? null : describeIssue(result.error);
  }

  #logFailure(error: unknown): void {
    const { log } = this.#options;
    const request = this.#request;
    if (isCancellation(error)) return;
    if (error instanceof ContractBreach) {
      log.error('answer breaks the contract', { request, status: error.message });
    } else if (!(error instanceof LoamError)) {
      log.error('request failed unexpectedly', { request, error });
    } else if (error.code !== 'request/foreign-sender') {
      log.warn('request failed', { request, code: error.code });
    }
  }
}

/** A handler answered something else than it promised. The message is the place and the reason, never a value. */
class ContractBreach extends Error {}

function parseInput<Schema extends z.ZodType>(schema: Schema, payload: unknown): z.output<Schema> {
  const result = schema.safeParse(payload);
  if (result.success) return result.data;
  throw new LoamError('request/invalid', `Loam cannot use this input. ${describeIssue(result.error)}`);
}

/** Where and why, without the value: what a person typed stays out of errors and logs. */
function describeIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'No reason was given.';
  const reason = issue.code === 'unrecognized_keys' ? 'There is an unknown field.' : issue.message;
  const place = issue.path.map(String).join('.');
  return (place === '' ? reason : `${place}: ${reason}`).slice(0, 300);
}
