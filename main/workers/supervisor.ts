import { deserializeError, type LoamError } from '../../preload/contract/errors';
import { shakeHands } from './handshake';
import { Heartbeat } from './heartbeat';
import type {
  MessageFromWorker,
  MessageToWorker,
  RequestName,
  WorkerEvent,
  WorkerProtocol,
} from './messages';
import { PendingCalls } from './pendingCalls';
import type { ChildProcessHandle } from './processHost';
import { RestartPolicy } from './restartPolicy';
import { StallWatch } from './stallWatch';
import {
  defaultSupervisorLimits,
  type RequestOptions,
  type SupervisorLimits,
  type SupervisorOptions,
} from './supervisorOptions';
import { pause } from './timers';
import {
  workerCrashed,
  workerCrashLoop,
  workerDisposed,
  workerStartFailed,
  workerUnresponsive,
} from './workerFailures';

interface RunningWorker {
  child: ChildProcessHandle;
  heartbeat: Heartbeat;
  ended: Promise<void>;
}

/**
 * A child process that is started at its first request, watched, and started again after it died.
 *
 * A worker that dies takes its calls with it: each is rejected with a LoamError (worker/crashed, worker/unresponsive).
 * The next request starts a new one, after a short pause and at most three times a minute; then every request is
 * rejected with worker/crash-loop until `reset`. Whoever creates it disposes it.
 */
export class SupervisedProcess<P extends WorkerProtocol> {
  readonly #options: SupervisorOptions<P>;
  readonly #limits: SupervisorLimits;
  readonly #pending = new PendingCalls();
  readonly #restarts = new RestartPolicy();
  /** Set from the first request until the worker ends. */
  #started: Promise<RunningWorker> | undefined;
  #starting: AbortController | undefined;
  #running: RunningWorker | undefined;
  /** The last worker that was asked to end. */
  #ending: Promise<void> | undefined;
  #isDisposed = false;

  constructor(options: SupervisorOptions<P>) {
    this.#options = options;
    this.#limits = { ...defaultSupervisorLimits, ...options.limits };
  }

  /** The process id while a worker runs; for logs and tests. */
  get pid(): number | undefined {
    return this.#running?.child.pid;
  }

  /**
   * Asks the worker, starting it when there is none.
   *
   * @throws LoamError what the worker answered, or worker/*
   */
  async request<Name extends RequestName<P>>(
    name: Name,
    input: P['requests'][Name]['input'],
    options: RequestOptions<P['requests'][Name]['part']> = {},
  ): Promise<P['requests'][Name]['output']> {
    const { child } = await this.#ensureRunning();
    const { signal, onPart, stallTimeoutMs } = options;
    const giveUp = (): void => {
      this.#giveUp(child);
    };
    const stall =
      stallTimeoutMs === undefined ? undefined : new StallWatch(this.#options.timers, stallTimeoutMs, giveUp);
    const { id, reply } = this.#pending.open((part) => {
      stall?.noteProgress();
      onPart?.(part);
    });
    const cancel = (): void => post(child, { type: 'cancel', id });
    post(child, { type: 'request', id, name, input });
    if (signal?.aborted) cancel();
    else signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await reply;
    } finally {
      stall?.end();
      signal?.removeEventListener('abort', cancel);
    }
  }

  /** Lets a worker that was given up be started again, because the user asked for it. */
  reset(): void {
    this.#restarts.reset();
  }

  /**
   * Ends the worker as asked for: no failure is recorded, and the next request starts a new one. Pending calls are
   * rejected with worker/disposed.
   */
  async stop(): Promise<void> {
    const reason = workerDisposed(this.#options.subject);
    this.#starting?.abort(reason);
    if (this.#running) this.#ending = this.#end(this.#running, reason);
    await this.#ending;
  }

  /** Ends the worker for good. Pending and later calls are rejected with worker/disposed. */
  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await this.stop();
  }

  async #end(running: RunningWorker, reason: LoamError): Promise<void> {
    this.#forget(running, reason);
    const { child, ended } = running;
    const cancelKill = this.#options.timers.after(this.#limits.stopTimeoutMs, () => {
      child.kill();
    });
    post(child, { type: 'shutdown' });
    await ended;
    cancelKill();
  }

  #ensureRunning(): Promise<RunningWorker> {
    if (this.#isDisposed) return Promise.reject(workerDisposed(this.#options.subject));
    if (this.#started) return this.#started;
    const started = this.#start();
    this.#started = started;
    started.catch(() => {
      if (this.#started === started) this.#started = undefined;
    });
    return started;
  }

  async #start(): Promise<RunningWorker> {
    const starting = new AbortController();
    this.#starting = starting;
    try {
      const next = this.#restarts.nextStart(this.#options.clock.monotonicMs());
      if (next === null) throw workerCrashLoop(this.#options.subject);
      await pause(this.#options.timers, next.delayMs, starting.signal);
      return await this.#launch(starting.signal);
    } finally {
      this.#starting = undefined;
    }
  }

  async #launch(signal: AbortSignal): Promise<RunningWorker> {
    const { subject, serviceName, protocolVersion, init, timers, clock, logger } = this.#options;
    const startedMs = clock.monotonicMs();
    const child = this.#fork();
    const ended = new Promise<void>((resolve) => {
      child.onExit((code) => {
        this.#exited(child, code);
        resolve();
      });
    });
    child.onMessage((message) => this.#receive(child, message));
    try {
      const timeoutMs = this.#limits.startTimeoutMs;
      await shakeHands(child, { subject, protocolVersion, init, timeoutMs, timers, signal });
    } catch (error) {
      child.kill();
      if (!signal.aborted) this.#recordFailure();
      throw error;
    }
    this.#running = { child, heartbeat: this.#watch(child), ended };
    const durationMs = Math.round(clock.monotonicMs() - startedMs);
    const pid = child.pid === undefined ? {} : { pid: child.pid };
    logger.info('worker started', { worker: serviceName, durationMs, ...pid });
    return this.#running;
  }

  #fork(): ChildProcessHandle {
    const { host, entryPath, serviceName, environment, subject } = this.#options;
    try {
      return host.fork(entryPath, { serviceName, environment: environment ?? {} });
    } catch (error) {
      this.#recordFailure();
      throw workerStartFailed(subject, 'the system did not let it run. Please try again.', error);
    }
  }

  #watch(child: ChildProcessHandle): Heartbeat {
    return new Heartbeat({
      timers: this.#options.timers,
      intervalMs: this.#limits.heartbeatIntervalMs,
      timeoutMs: this.#limits.heartbeatTimeoutMs,
      ping: () => post(child, { type: 'ping' }),
      onSilence: () => {
        this.#giveUp(child);
      },
    });
  }

  #giveUp(child: ChildProcessHandle): void {
    this.#down(child, workerUnresponsive(this.#options.subject));
    child.kill();
  }

  #exited(child: ChildProcessHandle, code: number | null): void {
    this.#down(child, workerCrashed(this.#options.subject), code === null ? {} : { exitCode: code });
  }

  /** The worker ended, or is given up, though nobody asked for it. */
  #down(child: ChildProcessHandle, error: LoamError, fields: { exitCode?: number } = {}): void {
    const running = this.#running;
    if (running?.child !== child) return;
    this.#recordFailure();
    this.#forget(running, error);
    const { logger, serviceName } = this.#options;
    logger.error('worker down', { worker: serviceName, code: error.code, ...fields });
    this.#options.onDown?.(error);
  }

  #forget(running: RunningWorker, reason: LoamError): void {
    running.heartbeat.stop();
    this.#running = undefined;
    this.#started = undefined;
    this.#pending.rejectAll(reason);
  }

  #recordFailure(): void {
    this.#restarts.recordFailure(this.#options.clock.monotonicMs());
  }

  #receive(child: ChildProcessHandle, message: unknown): void {
    // Only our own worker holds the other end of this channel.
    const received = message as MessageFromWorker;
    if (received.type === 'log') this.#writeLog(received);
    // A worker that was given up may still have messages on the way.
    if (this.#running?.child !== child) return;
    this.#running.heartbeat.noteLife();
    switch (received.type) {
      case 'part':
        this.#pending.part(received.id, received.part);
        break;
      case 'reply':
        if (received.ok) this.#pending.resolve(received.id, received.value);
        else this.#pending.reject(received.id, deserializeError(received.error));
        break;
      case 'event':
        // Name and payload belong together in the protocol that both ends share.
        this.#options.onEvent?.(received as WorkerEvent<P>);
        break;
      case 'log':
      case 'ready':
      case 'initialized':
      case 'init-failed':
      case 'pong':
        break;
    }
  }

  #writeLog({ level, event, fields, failure }: Extract<MessageFromWorker, { type: 'log' }>): void {
    const error = failure && Object.assign(new Error(failure.message), failure);
    const { logger, serviceName } = this.#options;
    logger[level](event, { ...fields, worker: serviceName, ...(error && { error }) });
  }
}

function post(child: ChildProcessHandle, message: MessageToWorker): void {
  child.postMessage(message);
}
