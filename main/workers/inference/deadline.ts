import { createContext, Script } from 'node:vm';

const sandbox: { work?: () => unknown } = {};
const context = createContext(sandbox);
const script = new Script('work()');

export class DeadlineError extends Error {
  constructor(timeoutMs: number) {
    super(`It took longer than ${timeoutMs} ms.`);
    this.name = 'DeadlineError';
  }
}

/** So many times as long by the clock, at most, on a machine that is busy with other things. */
const mostPatience = 4;

/**
 * Runs synchronous JavaScript that may never end: V8's own watchdog breaks it off, loops, recursion and regular
 * expressions alike, and neither `catch` nor `finally` of the work itself can hold it up. Costs about 0.2 ms. Native code is
 * not interrupted.
 *
 * The watchdog goes by the clock on the wall. Where other programs took the processor meanwhile, the work did not have its
 * time and is run again with more patience, so it must be work that can be repeated.
 *
 * @throws DeadlineError, and whatever the work throws
 */
export function runWithDeadline<Result>(timeoutMs: number, work: () => Result): Result {
  for (let patience = 1; ; patience *= 2) {
    const before = process.cpuUsage();
    const done = runOnce(timeoutMs * patience, work);
    if (done) return done.value;
    const { user, system } = process.cpuUsage(before);
    const wasStarved = (user + system) / 1000 < timeoutMs * 0.8;
    if (!wasStarved || patience >= mostPatience) throw new DeadlineError(timeoutMs);
  }
}

/** Undefined when it was broken off. */
function runOnce<Result>(timeoutMs: number, work: () => Result): { value: Result } | undefined {
  let done: { value: Result } | undefined;
  sandbox.work = () => {
    done = { value: work() };
  };
  try {
    script.runInContext(context, { timeout: timeoutMs });
    return done;
  } catch (error) {
    // The watchdog's error is made inside the context, so it is no instance of our Error.
    if (Reflect.get(Object(error), 'code') === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  } finally {
    delete sandbox.work;
  }
}
