/** A child process that speaks in structured-cloneable messages. */
export interface ChildProcessHandle {
  readonly pid: number | undefined;
  postMessage(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once. `code` is null when a signal ended the process. */
  onExit(listener: (code: number | null) => void): void;
  /** Ends the process at once (SIGKILL where there are signals). */
  kill(): void;
}

/**
 * Starts worker processes: Electron's utilityProcess inside the app, child_process.fork in plain Node. One interface,
 * so that the core neither knows nor imports Electron.
 */
export interface ProcessHost {
  fork(
    entryPath: string,
    options: { serviceName: string; environment: Record<string, string> },
  ): ChildProcessHandle;
}
