interface Abandonment<Result> {
  signal: AbortSignal;
  /** What a job comes to that is not wanted any more before its turn. */
  result(): Result;
}

/** Runs jobs one after another in the order they came. A job that fails does not stop the next one. */
export class SerialQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** A job with an `abandonment` leaves the queue at once when its signal is aborted before it ran. */
  run<Result>(job: () => Promise<Result>, abandonment?: Abandonment<Result>): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    let isSettled = false;
    const abandon = (): void => {
      isSettled = true;
      if (abandonment) resolve(abandonment.result());
    };
    const turn = async (): Promise<void> => {
      abandonment?.signal.removeEventListener('abort', abandon);
      if (isSettled) return;
      try {
        resolve(await job());
      } catch (error) {
        reject(error);
      }
    };
    if (abandonment?.signal.aborted) abandon();
    else abandonment?.signal.addEventListener('abort', abandon, { once: true });
    this.#last = this.#last.then(turn);
    return promise;
  }
}
