import type { Core } from '../core';

/** Runs a command, which returns the exit status, with a core that is disposed after it. */
export type RunWithCore = (command: (core: Core) => Promise<number>) => Promise<void>;
