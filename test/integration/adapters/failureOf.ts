import { LoamError } from '../../../preload/contract/errors';

/** The LoamError that some work ends with; anything else fails the test. */
export async function failureOf(work: Promise<unknown> | (() => unknown)): Promise<LoamError> {
  try {
    await (typeof work === 'function' ? work() : work);
  } catch (error) {
    if (error instanceof LoamError) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}
