/**
 * A set-up step that could not be done. `message` says what failed, `kept` what a rerun does not do again, and
 * `nextStep` what to type or change now.
 */
export class SetUpError extends Error {
  /**
   * @param {string} message
   * @param {{ kept?: string, nextStep?: string, cause?: unknown }} [details]
   */
  constructor(message, { kept, nextStep, cause } = {}) {
    super(message, { cause });
    this.name = 'SetUpError';
    this.kept = kept;
    this.nextStep = nextStep;
  }
}

/** The user (Ctrl-C) or the system asked the set-up to stop. Not a failure. */
export class SetUpInterrupted extends Error {
  /** @param {NodeJS.Signals} signalName */
  constructor(signalName) {
    super(`Set-up was interrupted by ${signalName}.`);
    this.name = 'SetUpInterrupted';
    this.signalName = signalName;
  }
}

/**
 * @param {unknown} error
 * @returns {string} Lines for a person: what failed, what was kept, what to do next.
 */
export function describeFailure(error) {
  if (error instanceof SetUpError) return failureText(error.message, error.kept, error.nextStep);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOSPC') {
    const nextStep = 'free some space (a full set-up takes about 3 GB), then run the same command again.';
    return failureText(`the disk is full (${error.message}).`, undefined, nextStep);
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    const nextStep = 'make the folder yours, or work in a clone that is, then run the same command again.';
    return failureText(`a file may not be written (${error.message}).`, undefined, nextStep);
  }
  return failureText(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

/**
 * @param {string} whatFailed
 * @param {string} [kept]
 * @param {string} [nextStep]
 */
function failureText(whatFailed, kept, nextStep) {
  return [
    `Set-up stopped: ${whatFailed}`,
    `Kept: ${kept ?? 'every step that is listed as done; a rerun starts where this one stopped.'}`,
    `Next: ${nextStep ?? 'run the same command again.'}`,
  ].join('\n');
}
