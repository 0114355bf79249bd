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
  if (isDiskFull(error)) {
    return failureText(`The disk is full (${error.path ?? error.message}).`, 'What was finished is kept.', [
      'Free some space (a full set-up takes about 3 GB), then run the same command again.',
    ]);
  }
  if (error instanceof SetUpError) {
    return failureText(error.message, error.kept, error.nextStep ? [error.nextStep] : []);
  }
  return failureText(error instanceof Error ? (error.stack ?? error.message) : String(error), undefined, []);
}

/**
 * @param {unknown} error
 * @returns {error is NodeJS.ErrnoException}
 */
function isDiskFull(error) {
  return error instanceof Error && 'code' in error && error.code === 'ENOSPC';
}

/**
 * @param {string} whatFailed
 * @param {string | undefined} kept
 * @param {string[]} nextSteps
 */
function failureText(whatFailed, kept, nextSteps) {
  return [
    `Set-up stopped: ${whatFailed}`,
    `Kept: ${kept ?? 'every step that is listed as done; a rerun starts where this one stopped.'}`,
    `Next: ${nextSteps[0] ?? 'run the same command again.'}`,
  ].join('\n');
}
