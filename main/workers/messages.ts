import type { SerializedError } from '../../preload/contract/errors';
import type { LogFields } from '../log/logger';

/**
 * What one kind of worker can do: the types that both ends share. `part` is what a request streams before its output
 * (`never` when it streams nothing). Everything here crosses a process border, so it is plain structured-cloneable data.
 */
export interface WorkerProtocol {
  init: unknown;
  requests: Record<string, { input: unknown; part: unknown; output: unknown }>;
  events: Record<string, unknown>;
}

export type RequestName<P extends WorkerProtocol> = keyof P['requests'] & string;
export type EventName<P extends WorkerProtocol> = keyof P['events'] & string;

/** One of the worker's events with its payload. */
export type WorkerEvent<P extends WorkerProtocol> = {
  [Name in EventName<P>]: { name: Name; payload: P['events'][Name] };
}[EventName<P>];

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** An Error in transit: not every channel carries Error objects whole. */
export interface LoggedFailure {
  name: string;
  message: string;
  stack: string;
}

/** From the main process to the worker. `shutdown` asks it to end by itself. */
export type MessageToWorker =
  | { type: 'init'; init: unknown }
  | { type: 'request'; id: number; name: string; input: unknown }
  | { type: 'cancel'; id: number }
  | { type: 'ping' }
  | { type: 'shutdown' };

/** From the worker to the main process. `ready` comes first, `initialized` or `init-failed` answers `init`. */
export type MessageFromWorker =
  | { type: 'ready'; protocolVersion: number }
  | { type: 'initialized' }
  | { type: 'init-failed'; error: SerializedError }
  | { type: 'part'; id: number; part: unknown }
  | { type: 'reply'; id: number; ok: true; value: unknown }
  | { type: 'reply'; id: number; ok: false; error: SerializedError }
  | { type: 'event'; name: string; payload: unknown }
  | { type: 'log'; level: LogLevel; event: string; fields: LogFields; failure: LoggedFailure | null }
  | { type: 'pong' };
