import type { MessageFromWorker, MessageToWorker } from '../../main/workers/messages';
import type { ProcessHost } from '../../main/workers/processHost';

/** A worker process without a process: it says what the test makes it say and records what it was told. */
export class ScriptedWorker {
  readonly pid: number;
  /** What it got beside the system's environment. */
  readonly environment: Readonly<Record<string, string>>;
  readonly received: MessageToWorker[] = [];
  isKilled = false;
  readonly #onReceived: (worker: ScriptedWorker, message: MessageToWorker) => void;
  readonly #messageListeners: ((message: unknown) => void)[] = [];
  readonly #exitListeners: ((code: number | null) => void)[] = [];

  constructor(
    pid: number,
    environment: Readonly<Record<string, string>>,
    onReceived: (worker: ScriptedWorker, message: MessageToWorker) => void,
  ) {
    this.pid = pid;
    this.environment = environment;
    this.#onReceived = onReceived;
  }

  say(message: MessageFromWorker): void {
    for (const listener of this.#messageListeners) listener(message);
  }

  exit(code: number | null): void {
    for (const listener of this.#exitListeners.splice(0)) listener(code);
  }

  postMessage(message: unknown): void {
    // The supervisor posts nothing else.
    const received = message as MessageToWorker;
    this.received.push(received);
    this.#onReceived(this, received);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#messageListeners.push(listener);
  }

  onExit(listener: (code: number | null) => void): void {
    this.#exitListeners.push(listener);
  }

  /** Ends it, as SIGKILL would. */
  kill(): void {
    if (this.isKilled) return;
    this.isKilled = true;
    queueMicrotask(() => {
      this.exit(null);
    });
  }
}

export interface ScriptedProcessHost extends ProcessHost {
  readonly workers: ScriptedWorker[];
  /** The one forked last. */
  readonly worker: ScriptedWorker;
}

/** @param onReceived how a worker reacts to each message; it stays silent without it */
export function scriptedProcessHost(
  onReceived: (worker: ScriptedWorker, message: MessageToWorker) => void = () => undefined,
): ScriptedProcessHost {
  const workers: ScriptedWorker[] = [];
  return {
    workers,
    get worker() {
      const last = workers.at(-1);
      if (!last) throw new Error('No worker was forked.');
      return last;
    },
    fork(_entryPath, { environment }) {
      const worker = new ScriptedWorker(1000 + workers.length, environment, onReceived);
      workers.push(worker);
      return worker;
    },
  };
}
