import { LoamError } from '../../preload/contract/errors';

/** A core that is started when the time has come, and can be waited for before. */
export interface DeferredCore<Core> {
  /** Rejects with a LoamError when the core could not start. */
  readonly ready: Promise<Core>;
  /** Starts the core; every call but the first does nothing. */
  start(): void;
  /** Closes the core when it was started, also when it is still starting. */
  dispose(): Promise<void>;
}

export function deferCore<Core extends { dispose(): Promise<void> }>(
  create: () => Promise<Core>,
): DeferredCore<Core> {
  let start: () => void = () => undefined;
  let isStarted = false;
  const ready = new Promise<void>((resolve) => {
    start = resolve;
  })
    .then(create)
    .catch((error: unknown) => {
      throw startingFailure(error);
    });
  // Each request reports the failure; here it is only kept from counting as unhandled while nobody asks.
  ready.catch(() => undefined);
  return {
    ready,
    start() {
      isStarted = true;
      start();
    },
    async dispose() {
      if (!isStarted) return;
      const core = await ready.catch(() => null);
      await core?.dispose();
    },
  };
}

function startingFailure(error: unknown): LoamError {
  if (error instanceof LoamError) return error;
  return new LoamError(
    'internal/starting-failed',
    'Loam could not start. Your data was not touched. Close Loam and open it again; if it stays so, install it again.',
    { cause: error },
  );
}
