import { LoamError, serializeError } from '../../preload/contract/errors';
import type { LogFields, Logger } from '../log/logger';
import { openParentChannel } from './parentChannel';
import type {
  EventName,
  LoggedFailure,
  LogLevel,
  MessageFromWorker,
  MessageToWorker,
  RequestName,
  WorkerProtocol,
} from './messages';

export interface RequestContext<Part> {
  /** Aborted when the caller no longer wants the whole answer. */
  signal: AbortSignal;
  /** Monotonic milliseconds when the request came in. */
  receivedMs: number;
  emitPart: (part: Part) => void;
}

export type WorkerHandlers<P extends WorkerProtocol> = {
  [Name in RequestName<P>]: (
    input: P['requests'][Name]['input'],
    context: RequestContext<P['requests'][Name]['part']>,
  ) => Promise<P['requests'][Name]['output']>;
};

/** A worker's log: its lines travel to the main process, which writes them. */
export type WorkerLogger = Omit<Logger, 'child'>;

export interface WorkerTools<P extends WorkerProtocol> {
  emit<Name extends EventName<P>>(name: Name, payload: P['events'][Name]): void;
  logger: WorkerLogger;
}

export interface WorkerDefinition<P extends WorkerProtocol> {
  protocolVersion: number;
  /** Called once with the init data; what it returns answers the requests. A rejection refuses the start. */
  start(init: P['init'], tools: WorkerTools<P>): Promise<WorkerHandlers<P>>;
}

/**
 * The child's side of the protocol. Says `ready`, answers requests, and ends the process when it is asked to or when
 * the parent is gone.
 */
export function serveWorker<P extends WorkerProtocol>(definition: WorkerDefinition<P>): void {
  const channel = openParentChannel(() => process.exit(0));
  // Ctrl-C in a terminal reaches all of its processes. What it stops is the parent's business: an answer, not its worker.
  process.on('SIGINT', () => undefined);
  const send = (message: MessageFromWorker): void => channel.send(message);
  const calls = new Map<number, AbortController>();
  let handlers: WorkerHandlers<P> | undefined;

  const logger = sendingLogger(send);
  const tools: WorkerTools<P> = {
    emit: (name, payload) => send({ type: 'event', name, payload }),
    logger,
  };

  async function start(init: P['init']): Promise<void> {
    try {
      handlers = await definition.start(init, tools);
      send({ type: 'initialized' });
    } catch (error) {
      logFailure(logger, 'start', error);
      send({ type: 'init-failed', error: serializeError(error) });
    }
  }

  async function answer(id: number, name: string, input: unknown): Promise<void> {
    const controller = new AbortController();
    calls.set(id, controller);
    try {
      const value = await handlerNamed(handlers, name)(input, {
        signal: controller.signal,
        receivedMs: performance.now(),
        emitPart: (part) => send({ type: 'part', id, part }),
      });
      send({ type: 'reply', id, ok: true, value });
    } catch (error) {
      logFailure(logger, name, error);
      send({ type: 'reply', id, ok: false, error: serializeError(error) });
    } finally {
      calls.delete(id);
    }
  }

  channel.listen((message: MessageToWorker) => {
    switch (message.type) {
      case 'init':
        void start(message.init);
        break;
      case 'request':
        void answer(message.id, message.name, message.input);
        break;
      case 'cancel':
        calls.get(message.id)?.abort();
        break;
      case 'ping':
        send({ type: 'pong' });
        break;
      case 'shutdown':
        process.exit(0);
    }
  });
  send({ type: 'ready', protocolVersion: definition.protocolVersion });
}

function handlerNamed<P extends WorkerProtocol>(
  handlers: WorkerHandlers<P> | undefined,
  name: string,
): (input: unknown, context: RequestContext<unknown>) => Promise<unknown> {
  const handler = handlers && Object.hasOwn(handlers, name) ? handlers[name] : undefined;
  if (!handler) throw new LoamError('request/unknown', `The worker knows no request named ${name}.`);
  return handler;
}

/** Causes and stacks do not cross the process border with an answer, so they are written down here. */
function logFailure(logger: WorkerLogger, request: string, error: unknown): void {
  if (!(error instanceof LoamError)) logger.error('worker request failed', { request, error });
  else if (error.cause !== undefined) {
    logger.warn('worker request failed', { request, code: error.code, error: error.cause });
  }
}

function sendingLogger(send: (message: MessageFromWorker) => void): WorkerLogger {
  const write =
    (level: LogLevel): WorkerLogger['info'] =>
    (event, { error, ...fields }: LogFields = {}) =>
      send({ type: 'log', level, event, fields, failure: failureOf(error) });
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

function failureOf(error: unknown): LoggedFailure | null {
  if (error === undefined) return null;
  if (!(error instanceof Error)) return { name: typeof error, message: '', stack: '' };
  return { name: error.name, message: error.message, stack: error.stack ?? '' };
}
