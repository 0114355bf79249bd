import type { LoamError } from '../../preload/contract/errors';
import type { Clock } from '../clock';
import type { Logger } from '../log/logger';
import type { WorkerEvent, WorkerProtocol } from './messages';
import type { ProcessHost } from './processHost';
import type { Timers } from './timers';

export interface SupervisorLimits {
  /** From fork to `initialized`. */
  startTimeoutMs: number;
  heartbeatIntervalMs: number;
  /** A worker silent for this long is killed. */
  heartbeatTimeoutMs: number;
  /** What a worker gets to end by itself before it is killed. */
  stopTimeoutMs: number;
}

export const defaultSupervisorLimits: SupervisorLimits = {
  startTimeoutMs: 20_000,
  heartbeatIntervalMs: 2_000,
  heartbeatTimeoutMs: 10_000,
  stopTimeoutMs: 1_000,
};

export interface SupervisorOptions<P extends WorkerProtocol> {
  host: ProcessHost;
  /** The built entry file of the worker. */
  entryPath: string;
  /** As process lists and logs show it. */
  serviceName: string;
  /** As people read it at the beginning of a sentence: "The model process". */
  subject: string;
  protocolVersion: number;
  init: P['init'];
  environment?: Record<string, string>;
  limits?: Partial<SupervisorLimits>;
  clock: Clock;
  timers: Timers;
  logger: Logger;
  /** Called when a running worker ended unasked, after its calls were rejected. */
  onDown?: (error: LoamError) => void;
  onEvent?: (event: WorkerEvent<P>) => void;
}

export interface RequestOptions<Part> {
  /** Aborting asks the worker to stop early; the worker still answers, in its own way. */
  signal?: AbortSignal;
  onPart?: (part: Part) => void;
  /**
   * The worker is given up (worker/unresponsive) when this call, once it brought its first part, brings neither a part nor
   * an answer for so long. For work that reports its progress, beginning with a part when its turn comes: a worker can be
   * lost in it and still answer its heartbeat. Default: no such limit.
   */
  stallTimeoutMs?: number;
}
