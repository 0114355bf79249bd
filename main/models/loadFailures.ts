import { type ErrorCode, LoamError } from '../../preload/contract/errors';

const lethalCodes: readonly ErrorCode[] = ['worker/crashed', 'worker/unresponsive'];

/** Whether the model process ended over a call. */
export function isLethal(error: unknown): error is LoamError {
  return error instanceof LoamError && lethalCodes.includes(error.code);
}

/** @param reason why the model was set aside, as a sentence */
export function quarantined(reason: string): LoamError {
  return new LoamError(
    'model/quarantined',
    `${reason} Choose another model, or try this one again under Models.`,
  );
}

/** A process that died over a file says more about the file than about the process. */
export function lethalFile(name: string, error: LoamError): LoamError {
  return new LoamError(
    error.code,
    `${name} could not be loaded: the model process ended over it, which a damaged file can cause. Try again, get the file again, or choose another model.`,
    { retryable: error.retryable, cause: error },
  );
}

export function loadingStopped(): LoamError {
  return new LoamError('generation/cancelled', 'The loading was stopped.');
}
